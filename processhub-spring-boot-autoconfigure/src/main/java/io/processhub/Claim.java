package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * Right to run a replica of a child, and how the replica fares.
 *
 * @param member who holds it
 * @param epoch fencing number of this grant; greater than that of every earlier grant for
 * the child
 * @param role what the replica is to the others
 * @param state how it fares
 * @param incarnation starts so far under this claim
 * @param error text of the last failure, null if there was none
 */
public record Claim(MemberId member, long epoch, Role role, State state, int incarnation, @Nullable String error) {

    /** How a replica fares. */
    public enum State {

        /** Being built: the claim was given, the bean is not ready yet. */
        STARTING,

        /** Runs. */
        RUNNING,

        /** Failed, and waits for its next start. */
        RESTARTING,

        /** Parked: failed too often, and stays down until someone acts. */
        FAILED,

        /** Was told to stop more than its grace ago, and still runs. */
        STUCK

    }

    /** Longest error text that is kept, in characters. */
    public static final int MAX_ERROR_LENGTH = 500;

    public Claim {
        if (error != null) {
            error = Values.wellFormed(error.substring(0, Math.min(error.length(), MAX_ERROR_LENGTH)));
        }
    }

    public Claim with(State state, int incarnation, @Nullable String error) {
        return new Claim(this.member, this.epoch, this.role, state, incarnation, error);
    }

    public Claim with(Role role) {
        return (role == this.role) ? this
                : new Claim(this.member, this.epoch, role, this.state, this.incarnation, this.error);
    }

}
