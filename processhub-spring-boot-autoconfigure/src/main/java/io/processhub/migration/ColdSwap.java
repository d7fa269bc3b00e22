package io.processhub.migration;

import io.processhub.MigrationStrategy;

/**
 * The child is stopped where it was, then started where it belongs. Some move at a time,
 * so that a join with many children keeps most of them working.
 */
public final class ColdSwap implements MigrationStrategy {

    /** Children of one member that may be on their way at the same time, unless set. */
    public static final int DEFAULT_MAX_CONCURRENT_MOVES = 1000;

    private final int maxConcurrentMoves;

    public ColdSwap() {
        this(DEFAULT_MAX_CONCURRENT_MOVES);
    }

    /**
     * Moves with a limit.
     * @param maxConcurrentMoves children of one member that may be on their way at the
     * same time; 1 or more
     */
    public ColdSwap(int maxConcurrentMoves) {
        if (maxConcurrentMoves < 1) {
            throw new IllegalArgumentException(
                    "max-concurrent-moves: " + maxConcurrentMoves + " (expected: 1 or more)");
        }
        this.maxConcurrentMoves = maxConcurrentMoves;
    }

    @Override
    public int admit(int moving, int waiting) {
        return Math.clamp(this.maxConcurrentMoves - (long) moving, 0, waiting);
    }

}
