package io.processhub.simulation;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Mistakes in the protocol of leases and votes, made by changing what methods answer, to
 * see that the simulation finds them.
 */
enum Mutant {

    /** A voter gives a child away without waiting for the end of its holder's lease. */
    NO_WAIT("GrantTable", Change.NO, "millisLeft"),

    /** A restarted voter does not wait for the leases its predecessor has confirmed. */
    NO_EMBARGO(Story.VOTERS_BACK_DURING_LEASE, "Voting", Change.YES, "isOver"),

    /** A restarted voter does not read what the others have granted. */
    NO_READING(Story.VOTER_BACK_WITHOUT_MEMORY, "Voting", Change.YES, "hasReadEnough"),

    /** A voter that has forgotten does not tell others what it will not vote for. */
    FLOOR_UNTOLD(Story.VOTERS_BACK_ONE_AFTER_THE_OTHER, "GrantTable", Change.NO, "floor"),

    /** A member takes its own vote for granted. */
    OWN_VOTE_UNCHECKED(Story.HOLDER_HEARD_BY_ONE, "SimNetwork", Change.YES, "isUnchecked"),

    /** A child looks at its lease when it is started, and never again. */
    LEASE_UNCHECKED("SimNode", Change.YES, "isBefore"),

    /** Voters grant an epoch that is not greater than the last one. */
    OLDER_EPOCH(Story.STALE_HOLDER_BACK, "GrantTable$Entry", Change.YES, "allows"),

    /** A lease counts from late answers, not from when they were asked for. */
    LATE_ANSWERS("Lease", Change.MORE, "isLate", "endOf"),

    /** A child is started before a round of the lease has named it. */
    COVERED_TOO_SOON(Story.GRANT_ON_ITS_WAY, "Lease", Change.YES, "covers"),

    /** One vote less than a quorum is enough. */
    OFF_BY_ONE("Electorate", Change.MORE, "count"),

    /** A restarted voter makes do with those that happen to be here. */
    THOSE_HERE_DO(Story.VOTER_BACK_AMONG_THE_OUTDATED, "Voting", Change.YES, "hasReadAll"),

    /**
     * A restarted voter agrees to whatever it is asked, as if it had promised nothing.
     */
    PROMISES_FORGOTTEN(Story.VOTER_FORGETS_ELECTORATE, "Voting", Change.YES, "remembers"),

    /** Epochs begin again where those who knew of the last ones were lost. */
    EPOCH_REUSED(Story.WINNERS_LOST, "HubState", Change.NO, "highestEpoch"),

    /** A replica that stands by becomes active without a grant. */
    UNFENCED(true, "Roles", Change.NO, "isFenced");

    /** What is wrong with a method. */
    enum Change {

        /** It answers 0, or false. */
        NO,

        /** It answers 1, or true. */
        YES,

        /** It answers one more than it should, a time 3 s later, or false. */
        MORE

    }

    private final @Nullable Story story;

    private final boolean ofReplicas;

    private final String type;

    private final Change change;

    private final Set<String> methods;

    Mutant(String type, Change change, String... methods) {
        this(null, false, type, change, methods);
    }

    Mutant(boolean ofReplicas, String type, Change change, String... methods) {
        this(null, ofReplicas, type, change, methods);
    }

    Mutant(Story story, String type, Change change, String... methods) {
        this(story, false, type, change, methods);
    }

    Mutant(@Nullable Story story, boolean ofReplicas, String type, Change change, String... methods) {
        this.story = story;
        this.ofReplicas = ofReplicas;
        this.type = type;
        this.change = change;
        this.methods = Set.of(methods);
    }

    /** What happens where this mistake matters; null if any life shows it. */
    @Nullable Story story() {
        return this.story;
    }

    /** Whether it shows only where children have replicas. */
    boolean isOfReplicas() {
        return this.ofReplicas;
    }

    /** Simple name of the class that is changed. */
    String type() {
        return this.type;
    }

    Change change() {
        return this.change;
    }

    Set<String> methods() {
        return this.methods;
    }

}
