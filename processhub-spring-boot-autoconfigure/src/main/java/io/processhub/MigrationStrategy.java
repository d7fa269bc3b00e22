package io.processhub;

import java.time.Duration;

/** Says how children move from a member to another one that now owns them. */
@FunctionalInterface
public interface MigrationStrategy {

    /**
     * How many more children may begin to move away from this member now.
     * @param moving children that are on their way
     * @param waiting children that still have to move
     */
    int admit(int moving, int waiting);

    /**
     * How many more children may begin to move away from this member now that it leaves;
     * as many as ever, unless said otherwise.
     * @param moving children that are on their way
     * @param waiting children that still have to move
     */
    default int admitLeaving(int moving, int waiting) {
        return admit(moving, waiting);
    }

    /**
     * Whether the new owner builds a child's bean before the child stops where it is. If
     * it cannot, the child stays where it is.
     */
    default boolean isHot() {
        return false;
    }

    /**
     * Whether a child that moves hot is frozen and hands its state over; otherwise it
     * goes on beside its successor until that one runs.
     */
    default boolean handsOver() {
        return false;
    }

    /**
     * Longest time a child goes on beside its successor, if it does not hand over; more
     * than 0.
     */
    default Duration retention() {
        return Duration.ofSeconds(5);
    }

    /** How long the new owner may take to build the bean; more than 0. */
    default Duration timeout() {
        return Duration.ofSeconds(10);
    }

    /** Time between two attempts to move a child that could not move; more than 0. */
    default Duration retryInterval() {
        return Duration.ofSeconds(10);
    }

    /** How long a child may go on asking for time before it has to move. */
    default Duration maxDeferTime() {
        return Duration.ofMinutes(10);
    }

}
