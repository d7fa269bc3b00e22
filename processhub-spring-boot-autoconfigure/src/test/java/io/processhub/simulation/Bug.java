package io.processhub.simulation;

/** Mistakes that can be planted, to see that the simulation finds them. */
enum Bug {

    /**
     * The map grants a claim without looking at the epoch on which the decision was made.
     */
    NO_COMPARE_AND_SET,

    /**
     * A row that the map has lost comes back with the epoch that the view happens to
     * know.
     */
    EPOCH_REUSED,

    /** A child is reported as ended when it was only told to stop. */
    RELEASED_BEFORE_STOPPED,

    /** Digests and scans find nothing, so that lost news stays lost. */
    NO_REPAIR,

    /** Stopped children are forgotten at once, so that late news brings them back. */
    NO_TOMBSTONES,

    /** Exits are reported without regard to the incarnation they belong to. */
    STALE_EXIT,

    /** A child that is frozen goes on working after its state was saved. */
    WORKS_AFTER_EXPORT,

    /** A frozen child is reported as ended before its state is saved. */
    EXIT_BEFORE_SAVED,

    /** A replica becomes active, and whoever was so before stays it. */
    OTHERS_STAY_ACTIVE(true),

    /**
     * The map makes a replica active without looking at the epoch on which the decision
     * was made.
     */
    PROMOTED_UNSEEN(true),

    /** A replica that becomes active goes on from what it knew as it was started. */
    PROMOTED_FROM_MEMORY(true);

    private final boolean ofReplicas;

    Bug() {
        this(false);
    }

    Bug(boolean ofReplicas) {
        this.ofReplicas = ofReplicas;
    }

    /** Whether it shows only where children have replicas. */
    boolean isOfReplicas() {
        return this.ofReplicas;
    }

}
