package io.processhub.runtime;

import java.time.Duration;

/**
 * Longest round of the loop within the last half to whole minute, the one that is going
 * on included: so long had a signal to wait that came as it began. Written by the loop,
 * read by any thread. Times are those of {@link System#nanoTime()}.
 */
final class LoopLag {

    private static final long WINDOW = Duration.ofSeconds(30).toNanos();

    private boolean busy;

    private long begun;

    private long windowBegun;

    private long longest;

    private long longestBefore;

    LoopLag(long now) {
        this.windowBegun = now;
    }

    synchronized void begin(long now) {
        this.begun = now;
        this.busy = true;
    }

    synchronized void end(long now) {
        turn(now);
        this.longest = Math.max(this.longest, now - this.begun);
        this.busy = false;
    }

    synchronized Duration longest(long now) {
        turn(now);
        long current = this.busy ? now - this.begun : 0;
        return Duration.ofNanos(Math.max(current, Math.max(this.longest, this.longestBefore)));
    }

    /** Begins the next window; forgets those that are over for longer than one. */
    private void turn(long now) {
        long age = now - this.windowBegun;
        if (age >= WINDOW) {
            this.longestBefore = (age < 2 * WINDOW) ? this.longest : 0;
            this.longest = 0;
            this.windowBegun = now;
        }
    }

}
