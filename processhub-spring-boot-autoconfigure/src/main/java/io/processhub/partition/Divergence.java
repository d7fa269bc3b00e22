package io.processhub.partition;

import io.processhub.PartitionToleranceStrategy;

/**
 * Every side of a split runs on. Children run on both sides until the network works
 * again, then one copy of each is kept.
 */
public final class Divergence implements PartitionToleranceStrategy {

    @Override
    public int quorum(int members) {
        return 0;
    }

}
