package io.processhub.coordination;

import java.time.Duration;

/**
 * How long a member may run children after it was last confirmed. The same on every
 * member.
 *
 * @param duration from when a member asked for a confirmation to the end of what it may
 * do with it; 200 ms to 1 min
 * @param trustConnectionRefused whether a member whose node the cluster has removed
 * counts as dead at once, so that nobody waits for the end of its lease
 */
public record LeaseSettings(Duration duration, boolean trustConnectionRefused) {

    private static final Duration SHORTEST = Duration.ofMillis(200);

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** A second, and no trust. */
    public static final LeaseSettings DEFAULT = new LeaseSettings(Duration.ofSeconds(1), false);

    public LeaseSettings {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("lease-duration: " + duration + " (expected: 200 ms to 1 min)");
        }
    }

    /**
     * How long a voter waits for a holder that is silent: 3 % for clocks that run
     * differently, and a little for good measure.
     */
    public Duration patience() {
        return this.duration.multipliedBy(103).dividedBy(100).plusMillis(20);
    }

    /** Time between two confirmations. */
    Duration interval() {
        return this.duration.dividedBy(4);
    }

    /** How long an answer may take to count. */
    Duration answerTime() {
        return this.duration.multipliedBy(9).dividedBy(10);
    }

    /**
     * How long a member whose lease has run out, and that is awake, waits before it stops
     * its children.
     */
    Duration grace() {
        return this.duration.multipliedBy(15).dividedBy(100);
    }

}
