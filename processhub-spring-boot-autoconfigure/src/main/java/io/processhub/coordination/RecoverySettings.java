package io.processhub.coordination;

import java.time.Duration;

/**
 * How children are taken over that come back from the durable store, after the end of all
 * members.
 *
 * @param settle how long the first members wait for the others, so that what they take
 * over need not move again; counted anew with each member that comes, four times at most
 * @param rate children that one member takes over in a second, 1 to 1,000,000
 */
public record RecoverySettings(Duration settle, int rate) {

    private static final Duration LONGEST = Duration.ofHours(1);

    private static final int MOST = 1_000_000;

    /** Three seconds, and 500 children in a second. */
    public static final RecoverySettings DEFAULT = new RecoverySettings(Duration.ofSeconds(3), 500);

    public RecoverySettings {
        if (settle.isNegative() || settle.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("cluster-settle: " + settle + " (expected: 0 to 1 hour)");
        }
        if (rate < 1 || rate > MOST) {
            throw new IllegalArgumentException("recovery-rate: " + rate + " (expected: 1 to " + MOST + ")");
        }
    }

}
