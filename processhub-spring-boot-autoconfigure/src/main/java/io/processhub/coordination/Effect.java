package io.processhub.coordination;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.ProcessHubEvent;
import io.processhub.StartResult;
import io.processhub.StopResult;
import org.jspecify.annotations.Nullable;

/**
 * What to do now: everything a {@link HubCoordinator} ever asks for. Carried out in
 * order, without blocking.
 */
public sealed interface Effect {

    /**
     * Send commands to the registry map; {@link Signal.MapAnswered} or
     * {@link Signal.MapFailed} follows.
     */
    record CallMap(long call, List<RegistryCommand> commands) implements Effect {

        public CallMap {
            commands = List.copyOf(commands);
        }
    }

    /**
     * Compare this node's part of the registry map with the view; {@link Signal.Scanned}
     * follows.
     *
     * @param expiredBefore tombstones older than this have served their time
     * @param others nodes whose parts are to be compared too, since no member is there to
     * do it
     */
    record ScanMap(Instant expiredBefore, Set<String> others) implements Effect {

        public ScanMap {
            others = Set.copyOf(others);
        }
    }

    /** Send a message. */
    record Send(String node, Message message) implements Effect {
    }

    /**
     * Build the bean of a child that is about to come here, so that its start takes less
     * time; {@link Signal.ChildPrepared} follows. Its {@link StartChild} makes use of it.
     */
    record PrepareChild(ChildSpec spec) implements Effect {
    }

    /**
     * Destroy the bean that was prepared for a child, if there is one: it does not come.
     */
    record DiscardPrepared(ChildKey key) implements Effect {
    }

    /**
     * Start an incarnation, the one the claim names; {@link Signal.ChildUp} and later
     * {@link Signal.ChildExited} follow.
     *
     * @param startId number of the call that started the child, see
     * {@link io.processhub.ChildRecord#startId()}
     */
    record StartChild(ChildSpec spec, Claim claim, long startId) implements Effect {
    }

    /**
     * Stop an incarnation so that its child can move: {@link Signal.ChildExited} follows
     * when its state is safe, or {@link Signal.MoveRefused} if it goes on here. A
     * {@link StopChild} for it overrides this.
     *
     * @param handover whether its state is to be kept for its successor
     * @param forced whether it is not asked for its consent
     */
    record FreezeChild(ChildKey key, long epoch, int incarnation, boolean handover, boolean forced) implements Effect {
    }

    /**
     * Stop an incarnation; {@link Signal.ChildExited} follows, perhaps after
     * {@link Signal.ChildStuck}.
     *
     * @param epoch epoch under which it was started
     */
    record StopChild(ChildKey key, long epoch, int incarnation) implements Effect {
    }

    /**
     * Let an incarnation go on under another claim, with another role or epoch.
     *
     * @param epoch epoch under which it was started
     */
    record ChangeClaim(ChildKey key, long epoch, int incarnation, Claim claim) implements Effect {
    }

    /**
     * An incarnation is stopped because another member has the child: offer its state to
     * the one there when it has ended. Comes before its {@link StopChild}.
     *
     * @param epoch epoch under which it was started
     */
    record OfferState(ChildKey key, long epoch, int incarnation) implements Effect {
    }

    /** Children may act until then, but for those with a limit. */
    record Renewed(Instant until) implements Effect {
    }

    /** A child may act until then at most; for as long as the others if null. */
    record Limit(ChildKey key, long epoch, @Nullable Instant until) implements Effect {
    }

    /** Answer a start. */
    record CompleteStart(long request, StartResult result) implements Effect {
    }

    /** Answer a stop. */
    record CompleteStop(long request, StopResult result) implements Effect {
    }

    /**
     * Answer a move.
     *
     * @param failure why the child was not moved, as a clause; null if it was
     */
    record CompleteMove(long request, @Nullable String failure) implements Effect {
    }

    /**
     * Log a failure that was survived.
     *
     * @param what what failed, as the beginning of a sentence
     */
    record Report(String what, Throwable failure) implements Effect {
    }

    /** Log what an operator may want to know later. */
    record Note(String what) implements Effect {
    }

    /** Tell the application. */
    record Tell(ProcessHubEvent event) implements Effect {
    }

    /**
     * Feed a {@link Signal.Tick} after what is in the mailbox already: work was left
     * undone to let others in between.
     */
    record GoOn() implements Effect {
    }

    /**
     * Nothing more is to be handed over; this member may leave when its children have
     * ended.
     */
    record Drained() implements Effect {
    }

}
