package io.processhub.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.MemberId;
import io.processhub.restart.ExitReason;
import org.jspecify.annotations.Nullable;

/** What has happened: everything a {@link HubCoordinator} ever hears of. */
public sealed interface Signal {

    /**
     * The cluster consists of these nodes.
     *
     * @param self this one
     * @param nodes all, eldest first, this one included
     */
    record NodesChanged(String self, List<String> nodes) implements Signal {

        public NodesChanged {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A message was not heard because no hub listens on that node. There may be one
     * later.
     */
    record Absent(String node) implements Signal {
    }

    /** A message arrived. */
    record Received(Message message) implements Signal {
    }

    /**
     * The application wants children started.
     *
     * @param request number of the call, unique in the cluster and for ever
     * @param specs distinct keys; arguments are JSON
     * @param errors what was found wrong before
     * @param checkExisting whether one that exists refuses all
     * @param timeout how long answers are awaited
     */
    record Start(long request, List<ChildSpec> specs, List<ChildError> errors, boolean checkExisting,
            Duration timeout) implements Signal {

        public Start {
            specs = List.copyOf(specs);
            errors = List.copyOf(errors);
        }
    }

    /** The application wants children stopped. */
    record Stop(long request, List<ChildKey> keys, Duration timeout) implements Signal {

        public Stop {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The registry map carried out a call.
     *
     * @param rows the rows as they now stand, in the order of the commands; null where
     * there is none
     */
    record MapAnswered(long call, List<@Nullable ChildRecord> rows) implements Signal {
    }

    /**
     * The registry map did not answer in time; the call may have been carried out or not,
     * or may yet be.
     */
    record MapFailed(long call, String reason) implements Signal {
    }

    /**
     * The registry map carried out a part of a call; the durable store took nothing of
     * the rest, which therefore was not carried out.
     *
     * @param rows as in {@link MapAnswered}; null for those that were refused
     * @param reasons why, by the children that were refused
     */
    record MapRefused(long call, List<@Nullable ChildRecord> rows, Map<ChildKey, String> reasons) implements Signal {
    }

    /**
     * The part of the registry map that lives on this node was compared with the view.
     *
     * @param newer rows of the map that are newer than those of the view
     * @param behind keys whose row in the view is newer than in the map, or missing there
     * @param expired rows of the map whose tombstones have served their time
     */
    record Scanned(List<ChildRecord> newer, List<ChildKey> behind, List<ChildRecord> expired) implements Signal {

        public Scanned {
            newer = List.copyOf(newer);
            behind = List.copyOf(behind);
            expired = List.copyOf(expired);
        }
    }

    /**
     * The bean of a child that is about to come here was built.
     *
     * @param failure why it was not; null if it was
     */
    record ChildPrepared(ChildKey key, @Nullable String failure) implements Signal {
    }

    /**
     * An incarnation that was to be frozen goes on here.
     *
     * @param deferred whether the child itself asked for time; otherwise its state could
     * not be handed over
     * @param reason why, as a clause
     */
    record MoveRefused(ChildKey key, long epoch, int incarnation, boolean deferred, String reason) implements Signal {
    }

    /**
     * The state of a child refuses an incarnation, because it was opened under a greater
     * epoch: by a later claim, or by one that is void since a split or a lost row, and
     * that the registry has forgotten. The incarnation ends.
     *
     * @param by that epoch
     */
    record ClaimOutrun(ChildKey key, long epoch, int incarnation, long by) implements Signal {
    }

    /** An incarnation's bean is built, and it runs. */
    record ChildUp(ChildKey key, long epoch, int incarnation) implements Signal {
    }

    /** An incarnation has ended; its thread and bean are gone. */
    record ChildExited(ChildKey key, long epoch, int incarnation, ExitReason reason) implements Signal {
    }

    /** An incarnation was told to stop, its grace is over, and it still runs. */
    record ChildStuck(ChildKey key, long epoch, int incarnation, String stack) implements Signal {
    }

    /** Time has passed. */
    record Tick() implements Signal {
    }

    /** This node fell out of the cluster for good while its JVM lives on. */
    record Lost(String reason) implements Signal {
    }

    /** How busy this member is, from 0 to 1. */
    record Load(double load) implements Signal {
    }

    /** This member is to hand over its children and leave. */
    record Drain() implements Signal {
    }

    /** The application wants a child to run on another member. */
    record Move(long request, ChildKey key, MemberId target) implements Signal {
    }

    /** Someone wants the child under a claim started anew. */
    record Restart(ChildKey key, MemberId holder, long epoch) implements Signal {
    }

    /** The cluster has this many members from now on; someone knows it for sure. */
    record ResetClusterSize(int members) implements Signal {
    }

}
