package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Hub;
import io.processhub.HubNotRunningException;
import io.processhub.NoQuorumException;
import io.processhub.ProcessHubException;
import io.processhub.ProcessHubOperations;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Start of the children that the application's configuration names: as soon as there is a
 * quorum, if one is needed, and again until it is known what became of each. On a thread
 * of its own.
 */
final class FirstStart {

    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    private final Hub hub;

    private final ProcessHubOperations operations;

    private final @Nullable RegistryStore store;

    private final Map<ChildKey, ChildSpec> open = new LinkedHashMap<>();

    private final List<ChildError> errors = new ArrayList<>();

    private final Thread thread;

    private int started;

    private int known;

    private int stopped;

    FirstStart(Hub hub, ProcessHubOperations operations, List<ChildSpec> children, @Nullable RegistryStore store) {
        this.hub = hub;
        this.store = store;
        this.operations = operations;
        children.forEach((spec) -> this.open.put(spec.key(), spec));
        this.thread = Thread.ofVirtual().name("processhub-children").unstarted(this::run);
    }

    void begin() {
        if (!this.open.isEmpty()) {
            this.thread.start();
        }
    }

    /** Asks for no more starts. */
    void end() {
        this.thread.interrupt();
    }

    private void run() {
        try {
            while (this.store != null && !isFreed(this.store)) {
                Thread.sleep(BETWEEN_ATTEMPTS);
            }
            if (!this.hub.quorum().held()) {
                log.info("processhub.children: {} wait for a quorum", this.open.size());
            }
            while (!this.open.isEmpty()) {
                attempt();
            }
            report();
        }
        catch (InterruptedException | HubNotRunningException ex) {
            log.info("processhub.children: {} not started, the hub stops", this.open.size());
        }
        catch (RuntimeException | Error ex) {
            log.error("the children of processhub.children were not started;"
                    + " start them by ProcessHubTemplate, or restart the application", ex);
        }
    }

    /** Frees those that somebody has stopped; answers false if that is not known yet. */
    private boolean isFreed(RegistryStore store) {
        try {
            Set<ChildKey> stopped = store.stopped(this.open.keySet());
            this.stopped = stopped.size();
            this.open.keySet().removeAll(stopped);
            return true;
        }
        catch (NotStoredException ex) {
            log.warn("processhub.children: {} wait, {}", this.open.size(), ex.getMessage());
            return false;
        }
    }

    /**
     * The hub lets a start wait for its first quorum, until the time of the call is over.
     */
    private void attempt() throws InterruptedException {
        try {
            take(this.operations.startAll(List.copyOf(this.open.values()), StartOptions.defaults().checkExisting(false))
                .join());
        }
        catch (NoQuorumException ex) {
            log.debug("processhub.children: refused", ex);
        }
        catch (CompletionException ex) {
            throw (ex.getCause() instanceof ProcessHubException reason) ? reason : ex;
        }
        if (!this.open.isEmpty()) {
            Thread.sleep(BETWEEN_ATTEMPTS);
        }
    }

    private void take(StartResult result) {
        this.started += result.ids().size();
        result.ids().forEach(this.open::remove);
        result.errors().stream().filter((error) -> !isOpen(error)).forEach(this::take);
    }

    /** Whether nobody knows yet what becomes of a child. */
    private static boolean isOpen(ChildError error) {
        return error instanceof ChildError.NoQuorum || error instanceof ChildError.TimedOut
                || error instanceof ChildError.NotStored;
    }

    private void take(ChildError error) {
        this.open.remove(error.key());
        if (error instanceof ChildError.AlreadyExists) {
            this.known++;
        }
        else {
            this.errors.add(error);
        }
    }

    private void report() {
        log.info("processhub.children: {} started, {} exist already{}", this.started, this.known,
                (this.stopped > 0) ? ", " + this.stopped + " stay stopped" : "");
        this.errors.forEach((error) -> log.error(
                "processhub.children: {}; start it by ProcessHubTemplate, or restart the application",
                error.message()));
    }

}
