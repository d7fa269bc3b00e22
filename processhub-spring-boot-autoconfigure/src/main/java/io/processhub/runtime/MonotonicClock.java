package io.processhub.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of day at its creation, and from then on what has passed since. Setting the
 * system's clock neither delays nor hastens anything.
 */
public final class MonotonicClock implements InstantSource {

    private final Instant start = Instant.now();

    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return this.start.plusNanos(System.nanoTime() - this.startNanos);
    }

    /** What {@link System#nanoTime()} says at a time of this clock. */
    long nanosAt(Instant instant) {
        return this.startNanos + Duration.between(this.start, instant).toNanos();
    }

}
