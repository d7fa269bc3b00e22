package io.processhub;

import org.jspecify.annotations.Nullable;

/** A call to a child brought no answer. */
public class ChildCallException extends ProcessHubException {

    private static final long serialVersionUID = 1L;

    private final ChildKey key;

    private final Reason reason;

    private final @Nullable String thrown;

    /** Why there is no answer. */
    public enum Reason {

        /** There is no such child. */
        UNKNOWN_CHILD,

        /** The child failed too often and stays down until someone acts. */
        PARKED,

        /** The child's type does not understand the call. */
        NOT_SUPPORTED,

        /** Arguments or reply cannot travel as JSON. */
        NOT_SERIALIZABLE,

        /** The child threw; see {@link ChildCallException#thrown()}. */
        CHILD_THREW,

        /**
         * The child was stopped while it was at it; the call was carried out in part, or
         * wholly.
         */
        CHILD_STOPPED,

        /**
         * The member that the call was handed to has gone; the call was carried out or
         * not.
         */
        MEMBER_GONE,

        /** Too few members are together for the child to run; it was not carried out. */
        NO_QUORUM,

        /** No answer in time; the message says how far the call got. */
        TIMED_OUT

    }

    /**
     * A failed call.
     * @param thrown class name of what the child threw, null if it threw nothing
     */
    public ChildCallException(ChildKey key, Reason reason, String message, @Nullable String thrown) {
        super(message);
        this.key = key;
        this.reason = reason;
        this.thrown = thrown;
    }

    public ChildKey key() {
        return this.key;
    }

    public Reason reason() {
        return this.reason;
    }

    /** Class name of what the child threw, null if it threw nothing. */
    public @Nullable String thrown() {
        return this.thrown;
    }

}
