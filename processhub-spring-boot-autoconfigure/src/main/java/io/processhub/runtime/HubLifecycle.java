package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.processhub.ChildSpec;
import io.processhub.ProcessHubOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the hub when the application can take calls, then the children that its
 * configuration names; hands the children over before the web server begins to stop.
 * Takes as long as this takes, whatever time Spring gives a phase. May be stopped and
 * started again by any thread; what has been done already is not done again.
 */
public final class HubLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(HubLifecycle.class);

    /** After the web server has started, before its graceful shutdown begins. */
    static final int PHASE = DEFAULT_PHASE - 512;

    private final LocalHub hub;

    private final Supplier<FirstStart> firstStarts;

    private final Duration shutdownTimeout;

    private final Supplier<String> summary;

    private final ReentrantLock switching = new ReentrantLock();

    private @Nullable FirstStart children;

    private volatile boolean running;

    /**
     * Lifecycle of a hub.
     * @param operations the same hub, as applications see it
     * @param children started with the hub unless they exist; as soon as there is a
     * quorum, if one is needed
     * @param store where it stands which of them were stopped in an earlier life; null if
     * nothing outlives all members
     * @param shutdownTimeout longest time for handing the children over
     * @param summary what to log of the hub once it has started
     */
    public HubLifecycle(LocalHub hub, ProcessHubOperations operations, List<ChildSpec> children,
            @Nullable RegistryStore store, Duration shutdownTimeout, Supplier<String> summary) {
        this.hub = hub;
        this.firstStarts = () -> new FirstStart(hub, operations, children, store);
        this.shutdownTimeout = shutdownTimeout;
        this.summary = summary;
        hub.ledBy(this);
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** The children need not move because Spring merely pauses a context. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    /**
     * Returns when the hub has begun to listen.
     * @throws IllegalStateException if it cannot start again, see
     * {@link LocalHub#start()}
     */
    @Override
    public void start() {
        this.switching.lock();
        try {
            if (!this.running) {
                startHub();
            }
        }
        finally {
            this.switching.unlock();
        }
    }

    private void startHub() {
        try {
            this.hub.start();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the hub was starting", ex);
        }
        this.running = true;
        log.info("{}", this.summary.get());
        this.children = this.firstStarts.get();
        this.children.begin();
    }

    /** Returns when nothing is left here. */
    @Override
    public void stop() {
        this.switching.lock();
        try {
            if (this.running) {
                stopHub();
            }
        }
        finally {
            this.switching.unlock();
        }
    }

    private void stopHub() {
        this.running = false;
        if (this.children != null) {
            this.children.end();
        }
        try {
            this.hub.stop(this.shutdownTimeout);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            log.warn("interrupted while the children were handed over; the other members take them over");
        }
    }

}
