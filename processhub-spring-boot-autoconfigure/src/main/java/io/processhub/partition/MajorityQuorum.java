package io.processhub.partition;

import io.processhub.PartitionToleranceStrategy;

/**
 * More than half of the members must be together: of the most there have been, or of a
 * number that is given.
 *
 * <p>
 * <strong>Danger:</strong> members that start apart do not know of each other: with an
 * initial size of 1 each of them has quorum alone. Give the size that the cluster will
 * have. Without tracking, the size must not be less than the number of members: both
 * sides of a split could have quorum (the hub then lets no more than
 * {@code 2 * quorum - 1} members vote). With tracking, members that crashed for good keep
 * counting until others take their place; tell the hub of a smaller cluster by
 * {@code resetClusterSize}, and only when the others are known to be gone: told on one
 * side of a split, both may run.
 *
 * @param initialClusterSize least number of members of which more than half are needed, 1
 * or more
 * @param trackMaxSize whether the number grows with the cluster
 */
public record MajorityQuorum(int initialClusterSize, boolean trackMaxSize) implements PartitionToleranceStrategy {

    public MajorityQuorum {
        if (initialClusterSize < 1) {
            throw new IllegalArgumentException(
                    "initial-cluster-size: " + initialClusterSize + " (expected: 1 or more)");
        }
    }

    @Override
    public int quorum(int members) {
        return Math.max(this.initialClusterSize, this.trackMaxSize ? members : 0) / 2 + 1;
    }

    @Override
    public PartitionToleranceStrategy resized(int members) {
        return new MajorityQuorum(members, this.trackMaxSize);
    }

}
