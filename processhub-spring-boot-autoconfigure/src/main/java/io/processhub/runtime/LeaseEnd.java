package io.processhub.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * When the children of a member must cease to act. Read at every check of a child, so
 * that a JVM that was stopped for a while finds its lease over before anything else has
 * run. Any thread may ask; one writes.
 */
final class LeaseEnd {

    /** No lease is needed. */
    private static final long NEVER = Long.MAX_VALUE;

    private final MonotonicClock clock;

    private final boolean required;

    private final Duration patience;

    private volatile long end;

    /**
     * Lease that is not granted yet.
     * @param patience how long a child waits for the renewal of a lease that has just run
     * out
     */
    LeaseEnd(MonotonicClock clock, boolean required, Duration patience) {
        this.clock = clock;
        this.required = required;
        this.patience = patience;
        this.end = required ? System.nanoTime() : NEVER;
    }

    synchronized void renew(Instant until) {
        this.end = this.clock.nanosAt(until);
        notifyAll();
    }

    long nanosAt(Instant instant) {
        return this.clock.nanosAt(instant);
    }

    /** Time until its end, 0 if it is over; null if no lease is needed. */
    @Nullable Duration remaining() {
        return this.required ? Duration.ofNanos(Math.max(0, this.end - System.nanoTime())) : null;
    }

    /** Whether children may act only while a quorum confirms it. */
    boolean isRequired() {
        return this.required;
    }

    boolean isOver() {
        return this.required && System.nanoTime() - this.end >= 0;
    }

    /**
     * Waits a little for the renewal; answers whether there was one.
     * @throws InterruptedException if the child has to stop
     */
    synchronized boolean await() throws InterruptedException {
        long giveUp = System.nanoTime() + this.patience.toNanos();
        while (isOver()) {
            long left = giveUp - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

}
