package io.processhub.migration;

import java.time.Duration;

import io.processhub.MigrationStrategy;

/**
 * The new owner builds the bean before the child stops where it is, so that the child is
 * away for a short time only, or not at all.
 *
 * @param retention longest time the old one goes on beside the new one, without handover;
 * until the new one runs at the latest
 * @param handsOver whether the state is handed over; then the two never run beside each
 * other
 * @param timeout how long the new owner may take to build the bean
 * @param maxDeferTime how long a child may go on asking for time before it has to move
 * @param maxConcurrentMoves children of one member that may be on their way at the same
 * time, four times as many when it leaves; 1 or more
 */
public record HotSwap(Duration retention, boolean handsOver, Duration timeout, Duration maxDeferTime,
        int maxConcurrentMoves) implements MigrationStrategy {

    /** Children of one member that may be on their way at the same time, unless set. */
    public static final int DEFAULT_MAX_CONCURRENT_MOVES = 64;

    private static final long LEAVING_FACTOR = 4;

    public HotSwap {
        positive("retention", retention);
        positive("child-migration-timeout", timeout);
        if (maxDeferTime.isNegative()) {
            throw new IllegalArgumentException("max-defer-time: " + maxDeferTime + " (expected: 0 or more)");
        }
        if (maxConcurrentMoves < 1) {
            throw new IllegalArgumentException(
                    "max-concurrent-moves: " + maxConcurrentMoves + " (expected: 1 or more)");
        }
    }

    /** Hot swap with the usual times. */
    public HotSwap(boolean handsOver) {
        this(Duration.ofSeconds(5), handsOver, Duration.ofSeconds(10), Duration.ofMinutes(10),
                DEFAULT_MAX_CONCURRENT_MOVES);
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
        }
    }

    @Override
    public int admit(int moving, int waiting) {
        return Math.clamp(this.maxConcurrentMoves - (long) moving, 0, waiting);
    }

    /**
     * Four times as many: each is away a little longer, and the member is gone sooner.
     */
    @Override
    public int admitLeaving(int moving, int waiting) {
        return Math.clamp(LEAVING_FACTOR * this.maxConcurrentMoves - moving, 0, waiting);
    }

    @Override
    public boolean isHot() {
        return true;
    }

}
