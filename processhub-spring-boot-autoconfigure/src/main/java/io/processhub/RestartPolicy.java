package io.processhub;

import java.time.Duration;

/**
 * What follows the end of an incarnation that nobody asked to stop.
 *
 * @param mode which ends call for a restart
 * @param maxRestarts restarts within {@code within} that are allowed; one more parks the
 * child; 0 or more
 * @param within window in which restarts are counted; more than 0
 * @param backoff delays before the restarts
 */
public record RestartPolicy(Mode mode, int maxRestarts, Duration within, Backoff backoff) {

    /**
     * Permanent; 100 restarts within 4 s; delays from 100 ms, doubled up to 30 s, give or
     * take a fifth.
     */
    public static final RestartPolicy DEFAULT = new RestartPolicy(Mode.PERMANENT, 100, Duration.ofSeconds(4),
            Backoff.DEFAULT);

    /** Which ends of an incarnation call for a restart. */
    public enum Mode {

        /** All of them. */
        PERMANENT,

        /** Failures; a child that returns is removed. */
        TRANSIENT,

        /** None; the child is removed. */
        TEMPORARY

    }

    public RestartPolicy {
        if (maxRestarts < 0) {
            throw new IllegalArgumentException("max-restarts: " + maxRestarts + " (expected: 0 or more)");
        }
        Values.requirePositive("within", within);
    }

    public RestartPolicy withMode(Mode mode) {
        return new RestartPolicy(mode, this.maxRestarts, this.within, this.backoff);
    }

    /**
     * Growing delays, as in Spring's {@code ExponentialBackOff}, spread by a jitter.
     *
     * @param initial delay before the first restart; 0 or more
     * @param multiplier factor from one delay to the next; at least 1
     * @param max longest delay before jitter; at least {@code initial}
     * @param jitter share by which a delay may be longer or shorter, from 0 to 1
     */
    public record Backoff(Duration initial, double multiplier, Duration max, double jitter) {

        /** From 100 ms, doubled up to 30 s, give or take a fifth. */
        public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0.2);

        /** Restarts at once. */
        public static final Backoff NONE = new Backoff(Duration.ZERO, 1, Duration.ZERO, 0);

        public Backoff {
            if (!max.isZero()) {
                Values.requirePositive("backoff.max", max);
            }
            if (initial.isNegative() || initial.compareTo(max) > 0) {
                throw new IllegalArgumentException(
                        "backoff.initial: " + initial + " (expected: between 0 and backoff.max, " + max + ")");
            }
            if (!(multiplier >= 1 && multiplier <= 1000)) {
                throw new IllegalArgumentException(
                        "backoff.multiplier: " + multiplier + " (expected: between 1 and 1000)");
            }
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new IllegalArgumentException("backoff.jitter: " + jitter + " (expected: between 0 and 1)");
            }
        }

    }

}
