package io.processhub.runtime;

import java.time.Duration;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Holds the hub back, and with it all children, until enough members are together or have
 * kept it waiting for too long. So members that start at the same moment, and that find
 * each other only later, do not each start the same children. Waits on the thread that
 * starts the application.
 */
public final class Gathering implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Gathering.class);

    private final IntSupplier members;

    private final int enough;

    private final Duration longest;

    private final Runnable alive;

    private volatile boolean running;

    /**
     * Gathering of a member.
     * @param members how many members are together, this one included
     * @param enough how many of them are waited for
     * @param longest how long they are waited for
     * @param alive tells whoever asks for it that the application is alive, although it
     * has not started yet: registries may list only those that are, and the others are
     * waited for
     */
    public Gathering(IntSupplier members, int enough, Duration longest, Runnable alive) {
        this.members = members;
        this.enough = enough;
        this.longest = longest;
        this.alive = alive;
    }

    /** After the web server, which some directories want to see first; before the hub. */
    @Override
    public int getPhase() {
        return HubLifecycle.PHASE - 1;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public void start() {
        this.running = true;
        if (isComplete()) {
            return;
        }
        log.info("children wait until {} members are together, {} is; at most {}", this.enough, this.members.getAsInt(),
                this.longest);
        this.alive.run();
        if (!await()) {
            log.warn(
                    "only {} of {} members are together after {}: children start without the others; if these run,"
                            + " look whether they are listed where this one looks for them before they are ready",
                    this.members.getAsInt(), this.enough, this.longest);
        }
    }

    private boolean await() {
        try {
            return Moments.await(this::isComplete, this.longest);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the member waited for others", ex);
        }
    }

    private boolean isComplete() {
        return this.members.getAsInt() >= this.enough;
    }

    @Override
    public void stop() {
        this.running = false;
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

}
