package io.processhub.simulation;

import java.time.Duration;
import java.time.Instant;

/** Clock of one node: it may be wrong, and run a little faster or slower than others. */
final class SimClock {

    private static final double MOST_DRIFT = 0.01;

    private final Scheduler scheduler;

    private final Instant start;

    private final Duration offset;

    private final double rate;

    private SimClock(Scheduler scheduler, Duration offset, double rate) {
        this.scheduler = scheduler;
        this.start = scheduler.now();
        this.offset = offset;
        this.rate = rate;
    }

    static SimClock exact(Scheduler scheduler) {
        return new SimClock(scheduler, Duration.ZERO, 1);
    }

    /** Off by so much at most, and up to 1 % too fast or too slow. */
    static SimClock skewed(Scheduler scheduler, Duration most) {
        int millis = (int) most.toMillis();
        return new SimClock(scheduler, scheduler.millis(-millis, millis),
                1 + MOST_DRIFT * (2 * scheduler.random().nextDouble() - 1));
    }

    /** What the clock shows now. */
    Instant now() {
        long elapsed = Duration.between(this.start, this.scheduler.now()).toNanos();
        return this.start.plus(this.offset).plusNanos((this.rate == 1) ? elapsed : (long) (elapsed * this.rate));
    }

    /** When the clock will show a time, or have shown it a moment before. */
    Instant when(Instant shown) {
        if (this.rate == 1 || shown.equals(Instant.MAX)) {
            return shown.equals(Instant.MAX) ? shown : shown.minus(this.offset);
        }
        long elapsed = Duration.between(this.start.plus(this.offset), shown).toNanos();
        return this.start.plusNanos((long) Math.ceil(elapsed / this.rate) + 1000);
    }

}
