package io.processhub.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Simulated time: events happen one after the other, and time jumps from one to the next.
 */
final class Scheduler {

    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparing(Event::at).thenComparingLong(Event::number));

    private final Random random;

    /**
     * More events than any life has; a member that answers each event with another one
     * never comes to rest.
     */
    private static final long MOST_EVENTS = 400_000;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private long count;

    private long played;

    Scheduler(long seed) {
        this.random = new Random(seed);
    }

    private record Event(Instant at, long number, Runnable action) {
    }

    Instant now() {
        return this.now;
    }

    Random random() {
        return this.random;
    }

    boolean chance(double probability) {
        return this.random.nextDouble() < probability;
    }

    /** From {@code least} to just below {@code most} milliseconds. */
    Duration millis(int least, int most) {
        return Duration.ofNanos(this.random.nextLong(least * 1_000_000L, most * 1_000_000L));
    }

    void at(Instant at, Runnable action) {
        this.events.add(new Event(at.isBefore(this.now) ? this.now : at, this.count++, action));
    }

    void after(Duration delay, Runnable action) {
        at(this.now.plus(delay), action);
    }

    long played() {
        return this.played;
    }

    /** Runs what is due until then, with a check after each event. */
    void run(Duration duration, Runnable check) {
        Instant end = this.now.plus(duration);
        while (!this.events.isEmpty() && !this.events.element().at().isAfter(end)) {
            Event event = this.events.remove();
            if (++this.played > MOST_EVENTS) {
                throw new AssertionError("the cluster never comes to rest");
            }
            this.now = event.at();
            event.action().run();
            check.run();
        }
        this.now = end;
    }

}
