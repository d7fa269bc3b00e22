package io.processhub;

import java.util.Collections;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What happened in a hub, as this member saw it. Published as Spring application events.
 */
public sealed interface ProcessHubEvent {

    /** A member runs the hub from now on. */
    record MemberJoined(Member member) implements ProcessHubEvent {
    }

    /** A member no longer runs the hub. */
    record MemberLeft(Member member) implements ProcessHubEvent {
    }

    /**
     * A row of the registry was added or changed, as far as this member knows. Told only
     * where someone wants to hear of it, or of all events of a hub: a {@link Hook}, or a
     * listener that the application context has when it starts.
     */
    record RegistryInserted(ChildRecord row) implements ProcessHubEvent {
    }

    /**
     * A child was stopped or has done its work; its row of the registry is a tombstone.
     * Told under the same condition as {@link RegistryInserted}.
     */
    record RegistryRemoved(ChildKey key) implements ProcessHubEvent {
    }

    /** Children are about to be started on this member. */
    record ChildrenStarting(List<ChildKey> keys) implements ProcessHubEvent {

        public ChildrenStarting {
            keys = List.copyOf(keys);
        }
    }

    /** The bean of a child is built on this member, and it runs. */
    record ChildStarted(ChildKey key, long epoch, int incarnation) implements ProcessHubEvent {
    }

    /** Starts were passed on to a member that owns the children by now. */
    record StartsForwarded(String node, List<ChildKey> keys) implements ProcessHubEvent {

        public StartsForwarded {
            keys = List.copyOf(keys);
        }
    }

    /** Children have moved from this member to another one. */
    record ChildrenMigrated(MemberId target, List<ChildKey> keys) implements ProcessHubEvent {

        public ChildrenMigrated {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A replica of a child belongs to another member than before. Told on every member,
     * whichever two it concerns, as soon as that one hears of it; under the same
     * condition as {@link RegistryInserted}.
     *
     * @param from who had it
     * @param to who has it now
     * @param epoch of the new claim
     * @param promoted whether it stood by there already, and is active from now on
     */
    record ChildMoved(ChildKey key, MemberId from, MemberId to, long epoch, MoveReason reason,
            boolean promoted) implements ProcessHubEvent {
    }

    /** Why a child belongs to another member. */
    enum MoveReason {

        /** Its holder is gone. */
        TAKEOVER,

        /** Its holder leaves, and hands over what it has. */
        DRAIN,

        /**
         * Its holder stays: members came, went or changed, or someone wanted it moved.
         */
        PLAN

    }

    /**
     * The state of a child was handed over, or could not be.
     *
     * @param epoch of the claim under which it was exported
     * @param reason why it could not be; null if it was
     */
    record HandoverDelivered(ChildKey key, long epoch, HandoverOutcome outcome,
            @Nullable String reason) implements ProcessHubEvent {
    }

    /** What became of the state of a child that was to move. */
    enum HandoverOutcome {

        /** It is kept for the new owner, and backed up. */
        DELIVERED,

        /** The child goes on where it is, with its state. */
        REFUSED,

        /** The child moves, and goes on from its last checkpoint, or anew. */
        WITHOUT_STATE

    }

    /**
     * A child that belongs elsewhere stays here for now: it asked for time, its state
     * cannot be handed over, or the new owner cannot take it. It is tried again.
     *
     * @param reason why, as a clause
     */
    record MigrationDeferred(ChildKey key, String reason) implements ProcessHubEvent {
    }

    /**
     * Members have come or gone, and children follow. Told again if that happens once
     * more before the {@link RedistributionEnded end}: the two are one.
     *
     * @param joined members that may have children now
     * @param left members that are gone, or are about to leave
     */
    record RedistributionStarted(List<MemberId> joined, List<MemberId> left) implements ProcessHubEvent {

        public RedistributionStarted {
            joined = List.copyOf(joined);
            left = List.copyOf(left);
        }
    }

    /**
     * As far as this member is concerned every child is where it belongs.
     *
     * @param duration since the first of the changes
     * @param complete whether that is so; false if it was given up after 60 s, because
     * children do not end, or nobody can take them
     */
    record RedistributionEnded(Duration duration, boolean complete) implements ProcessHubEvent {
    }

    /** This member has handed over all its children, and leaves. */
    record DrainCompleted() implements ProcessHubEvent {
    }

    /** The hub stops on this member. */
    record HubStopping(String reason) implements ProcessHubEvent {
    }

    /** A child of this member is started again after an incarnation ended. */
    record ChildRestarted(ChildKey key, long epoch, int incarnation) implements ProcessHubEvent {
    }

    /** A child of this member failed too often and stays down. */
    record ChildParked(ChildKey key, long epoch, String error) implements ProcessHubEvent {
    }

    /** A child of this member was told to stop, and its grace is over. */
    record ChildStuck(ChildKey key, long epoch, String stack) implements ProcessHubEvent {
    }

    /**
     * This member ran a child that belongs to another claim, and stops it. {@code kept}
     * may be gone again.
     */
    record DuplicateResolved(ChildKey key, long stoppedEpoch, @Nullable Claim kept) implements ProcessHubEvent {
    }

    /** A child of a lost member is taken over by this one. */
    record ChildTakenOver(ChildKey key, long epoch) implements ProcessHubEvent {
    }

    /**
     * This member cannot reach enough others: its children stop, and starts and stops are
     * refused.
     */
    record QuorumLost(int visible, int required) implements ProcessHubEvent {
    }

    /**
     * This member has said how busy it is, and knows this of the others, by boot id: from
     * 0 to 1.
     */
    record ScoreboardUpdated(Map<MemberId, Double> loads) implements ProcessHubEvent {

        public ScoreboardUpdated {
            loads = Collections.unmodifiableMap(new TreeMap<>(loads));
        }
    }

    /** This member may run children, for the first time or again. */
    record QuorumRegained(int visible, int required) implements ProcessHubEvent {
    }

}
