package io.processhub.partition;

import java.time.Duration;
import java.util.Optional;

import io.processhub.PartitionToleranceStrategy;

/**
 * A share of the members must be together: of those that are here and those that were
 * lost a short time ago.
 *
 * <p>
 * <strong>Danger:</strong> up to 50 percent, both sides of a split have quorum; the hub
 * then lets no more than {@code 2 * quorum - 1} members vote. Whoever is lost is
 * forgotten after the threshold: a side that loses its members one after the other, each
 * later than the threshold, has quorum to the last one, and so may have the other side.
 * Many members that are killed within the threshold look like a split: drain them
 * instead.
 *
 * @param percent share of the members that must be together, 1 to 100; more than 50 for
 * one side only
 * @param threshold how long a member that was lost without a goodbye counts; longer than
 * it takes to notice all members that a cut separates
 */
public record DynamicQuorum(int percent, Duration threshold) implements PartitionToleranceStrategy {

    private static final Duration LONGEST = Duration.ofDays(365);

    public DynamicQuorum {
        check(percent >= 1 && percent <= 100, "quorum-size", percent, "1 to 100 percent");
        check(threshold.isPositive() && threshold.compareTo(LONGEST) <= 0, "threshold-time", threshold,
                "more than 0, at most 365 days");
    }

    private static void check(boolean valid, String name, Object value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    @Override
    public int quorum(int members) {
        return (int) Math.ceilDiv((long) this.percent * members, 100);
    }

    @Override
    public Optional<Duration> memory() {
        return Optional.of(this.threshold);
    }

}
