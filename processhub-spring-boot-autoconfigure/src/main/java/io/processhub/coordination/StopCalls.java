package io.processhub.coordination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.Quorum;
import io.processhub.StopResult;
import org.jspecify.annotations.Nullable;

/**
 * Stops that the application on this member has asked for. First the registry map is told
 * that the child should run nowhere, then its holders give up their claims when it has
 * ended.
 */
final class StopCalls {

    private final HubState state;

    private final Map<Long, Pending> pending = new LinkedHashMap<>();

    private final Map<ChildKey, List<Stop>> byKey = new HashMap<>();

    StopCalls(HubState state) {
        this.state = state;
    }

    private static final class Pending {

        private final Signal.Stop call;

        /** Stamp of its removals, by which an answer is known even after a retry. */
        private final long begunAt;

        private final Map<ChildKey, Stop> open = new LinkedHashMap<>();

        private final Map<ChildKey, List<MemberId>> stopped = new HashMap<>();

        private final List<ChildError> errors = new ArrayList<>();

        Pending(Signal.Stop call, long begunAt) {
            this.call = call;
            this.begunAt = begunAt;
        }

    }

    /**
     * Stop of one child for one call; {@code holders} is null until the map has confirmed
     * it.
     */
    private static final class Stop {

        private final Pending call;

        private @Nullable List<MemberId> holders;

        private long startId;

        Stop(Pending call) {
            this.call = call;
        }

    }

    void begin(Signal.Stop call) {
        Pending pending = new Pending(call, Math.max(1, this.state.now.toEpochMilli()));
        if (this.state.quorums.isMissing()) {
            Quorum quorum = this.state.quorums.published();
            call.keys()
                .forEach(
                        (key) -> pending.errors.add(new ChildError.NoQuorum(key, quorum.visible(), quorum.required())));
            complete(pending);
            return;
        }
        this.pending.put(call.request(), pending);
        for (ChildKey key : call.keys()) {
            Stop stop = new Stop(pending);
            pending.open.put(key, stop);
            this.byKey.computeIfAbsent(key, (k) -> new ArrayList<>(1)).add(stop);
            this.state.dirty.add(key);
        }
        long request = call.request();
        this.state.timers.at(this.state.now.plus(call.timeout()), () -> expire(request));
    }

    /** Children for which something is left to do. */
    Set<ChildKey> keys() {
        return this.byKey.keySet();
    }

    /** Goes on with the stops of a child; answers whether a call to the map was begun. */
    boolean settle(ChildKey key, @Nullable ChildRecord row) {
        List<Stop> stops = this.byKey.get(key);
        if (stops == null) {
            return false;
        }
        if (stops.stream().anyMatch((stop) -> stop.holders == null)) {
            this.state.calls.add(new RegistryCommand.Remove(key, stops.getFirst().call.begunAt));
            return true;
        }
        List.copyOf(stops).stream().filter((stop) -> isOver(stop, row)).forEach((stop) -> stopped(key, stop));
        return false;
    }

    /**
     * Nobody holds a claim of the child that was removed; it may have been started anew
     * since.
     */
    private boolean isOver(Stop stop, @Nullable ChildRecord row) {
        return row == null || row.startId() != stop.startId
                || row.isRemoved() && row.claims().stream().allMatch((claim) -> this.state.isGone(claim.member()));
    }

    private void stopped(ChildKey key, Stop stop) {
        stop.call.stopped.put(key, stop.holders == null ? List.of() : stop.holders);
        close(key, stop);
    }

    /** The map has carried out a removal. */
    void answered(RegistryCommand.Remove command, @Nullable ChildRecord row) {
        ChildRecord known = this.state.view.row(command.key());
        if (row == null && known != null && !known.isSettled()) {
            return;
        }
        boolean ours = row != null && (row.removedAt() == command.now() || !row.claims().isEmpty());
        long startId = (row == null) ? 0 : row.startId();
        List<MemberId> holders = (row == null) ? List.of() : row.claims().stream().map(Claim::member).toList();
        for (Stop stop : List.copyOf(this.byKey.getOrDefault(command.key(), List.of()))) {
            if (ours) {
                stop.startId = startId;
                stop.holders = holders;
            }
            else if (stop.holders == null) {
                stop.call.errors.add(new ChildError.NotFound(command.key()));
                close(command.key(), stop);
            }
        }
    }

    /** The durable store did not take the removal: the child stays. */
    void refused(ChildKey key, String reason) {
        for (Stop stop : List.copyOf(this.byKey.getOrDefault(key, List.of()))) {
            if (stop.holders == null) {
                stop.call.errors.add(new ChildError.NotStored(key, reason));
                close(key, stop);
            }
        }
    }

    private void expire(long request) {
        Pending pending = this.pending.get(request);
        if (pending != null) {
            Map.copyOf(pending.open).keySet().stream().sorted().forEach((key) -> timeOut(pending, key));
        }
    }

    private void timeOut(Pending pending, ChildKey key) {
        Stop stop = pending.open.get(key);
        if (stop != null) {
            List<MemberId> holders = stop.holders;
            String waitedFor = (holders == null) ? "the registry map"
                    : String.join(", ", holders.stream().map(MemberId::value).toList());
            pending.errors.add(new ChildError.TimedOut(key, waitedFor));
            close(key, stop);
        }
    }

    private void close(ChildKey key, Stop stop) {
        this.byKey.computeIfPresent(key, (k, stops) -> {
            stops.remove(stop);
            return stops.isEmpty() ? null : stops;
        });
        stop.call.open.remove(key);
        if (stop.call.open.isEmpty() && this.pending.remove(stop.call.call.request()) != null) {
            complete(stop.call);
        }
    }

    private void complete(Pending pending) {
        Map<ChildKey, List<MemberId>> stopped = new LinkedHashMap<>();
        for (ChildKey key : pending.call.keys()) {
            List<MemberId> members = pending.stopped.get(key);
            if (members != null) {
                stopped.put(key, members);
            }
        }
        this.state.outbox.add(new Effect.CompleteStop(pending.call.request(), new StopResult(stopped, pending.errors)));
    }

}
