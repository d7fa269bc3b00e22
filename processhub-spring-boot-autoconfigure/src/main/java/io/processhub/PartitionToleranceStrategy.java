package io.processhub;

import java.time.Duration;
import java.util.Optional;

/**
 * Says how many members must be together to run children. The hub turns the number into a
 * promise: a member runs children only while that many members have lately confirmed that
 * nobody else does.
 *
 * <p>
 * A strategy whose quorum is at most half of the members lets two sides of a split run
 * the same children; the hub therefore lets no more than {@code 2 * quorum - 1} members
 * vote.
 */
public interface PartitionToleranceStrategy {

    /**
     * How many members make a quorum; 0 if every side of a split is to run on.
     * @param members how many count, 1 or more: those that are here, and those that were
     * lost without a goodbye and are not forgotten yet
     */
    int quorum(int members);

    /**
     * How long a member that was lost without a goodbye counts; empty if it counts until
     * another member takes its place.
     */
    default Optional<Duration> memory() {
        return Optional.empty();
    }

    /**
     * Whether starts are refused until there has been a quorum; otherwise they wait for
     * it.
     */
    default boolean startupConfirm() {
        return false;
    }

    /**
     * This strategy for a cluster that someone has said by hand to have so many members.
     */
    default PartitionToleranceStrategy resized(int members) {
        return this;
    }

    /** Whether members that are together may run children. */
    default boolean hasQuorum(int present, int members) {
        return present >= quorum(members);
    }

}
