package io.processhub.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.processhub.ChildKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a hub leaves: when its children are elsewhere, or have ended. */
final class Departure {

    private static final Logger log = LoggerFactory.getLogger(Departure.class);

    /**
     * How long children may take to end when the cluster did not take them over in time.
     */
    private static final Duration LAST_GRACE = Duration.ofSeconds(5);

    /**
     * How long this member goes on telling callers that children are elsewhere by now.
     */
    private static final Duration LAST_CALLS = Duration.ofSeconds(1);

    /** Children that are named in the log. */
    private static final int MOST_NAMED = 20;

    private final String hubId;

    private final Supervisor supervisor;

    private final BooleanSupplier quiet;

    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /**
     * Departure that has not begun.
     * @param quiet whether no member calls children here any more, and all have been told
     * that this member leaves
     */
    Departure(String hubId, Supervisor supervisor, BooleanSupplier quiet) {
        this.hubId = hubId;
        this.supervisor = supervisor;
        this.quiet = quiet;
    }

    /** Nothing is left on this member. */
    void drained() {
        this.drained.completeAsync(() -> null);
    }

    /** Completes when nothing is left on this member. */
    CompletableFuture<Void> done() {
        return this.drained.copy();
    }

    /**
     * Whether the others have not been told that this member is gone, although nothing
     * runs here any more.
     */
    boolean isUntold() {
        return !this.drained.isDone() && this.supervisor.alive().isEmpty();
    }

    private boolean isDone(Duration timeout) throws InterruptedException {
        try {
            this.drained.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        }
        catch (TimeoutException | ExecutionException ex) {
            return false;
        }
    }

    private void reportLeft(Duration timeout) {
        Set<ChildKey> left = this.supervisor.alive();
        log.warn(
                "hub {}: {} children could not be handed over within {} ms, the others take them over as after a crash: {}{}",
                this.hubId, left.size(), timeout.toMillis(), left.stream().sorted().limit(MOST_NAMED).toList(),
                (left.size() > MOST_NAMED) ? " and more" : "");
    }

    /**
     * Waits until all children are elsewhere, and ends those that are not in time. At the
     * latest a few seconds after the timeout.
     */
    void await(Duration timeout) throws InterruptedException {
        long begin = System.nanoTime();
        boolean done = isDone(timeout);
        if (!done) {
            reportLeft(timeout);
        }
        this.supervisor.interruptAll();
        if (Moments.await(() -> this.supervisor.alive().isEmpty(), LAST_GRACE)) {
            Moments.await(this.quiet, LAST_CALLS);
            log.info("hub {} leaves {} after {} ms", this.hubId,
                    done ? "with nothing left to hand over" : "before all its children were handed over",
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }
        else {
            log.warn("hub {} leaves although these children do not stop: {}; they may act until this JVM has ended,"
                    + " while other members run them already", this.hubId, this.supervisor.alive());
        }
    }

}
