package io.processhub;

import java.time.Duration;
import java.util.List;

/**
 * Says how changes of the registry reach the views of the other members. Whatever it
 * says, a row that arrives late never replaces a newer one, and what was missed is found
 * by comparison.
 */
public interface SynchronizationStrategy {

    /**
     * Members to which changes go: those this member has made, at once; those it has
     * heard of, in each of its {@link #rounds}. Whoever holds a claim of a child hears of
     * it at once in any case.
     * @param others all other members, eldest first
     * @param seed another number each time and on each member, for whoever leaves the
     * choice to chance; the same seed must give the same choice
     */
    List<Member> recipients(List<Member> others, long seed);

    /**
     * Time between two comparisons of this member's view with those of others, which find
     * what was missed.
     */
    Duration syncInterval();

    /**
     * Rounds in which each member passes on a change that is new to it; none if 0, unless
     * a strategy says otherwise.
     * @param members number of members
     */
    default int rounds(int members) {
        return 0;
    }

    /**
     * Time between two rounds: 100 ms, unless a strategy says otherwise; more than 0, at
     * most 365 days.
     */
    default Duration interval() {
        return Duration.ofMillis(100);
    }

    /**
     * Whether a member that knows nothing yet is given a full copy when it first compares
     * itself with others; otherwise it is given what still differs at a later comparison.
     */
    default boolean fillsNewcomers() {
        return true;
    }

}
