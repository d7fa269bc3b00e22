package io.processhub.coordination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.Quorum;
import io.processhub.StartResult;

/** Starts that the application on this member has asked for, until all answers are in. */
final class StartCalls {

    private final HubState state;

    private final Map<Long, Pending> pending = new LinkedHashMap<>();

    /** Calls that wait for the first quorum. */
    private final List<Signal.Start> waiting = new ArrayList<>();

    StartCalls(HubState state) {
        this.state = state;
    }

    private static final class Pending {

        private final Signal.Start call;

        private final Map<ChildKey, ChildSpec> open = new LinkedHashMap<>();

        private final Map<ChildKey, Member> asked = new HashMap<>();

        private final Map<ChildKey, Claim> started = new HashMap<>();

        private final List<ChildError> errors;

        Pending(Signal.Start call) {
            this.call = call;
            this.errors = new ArrayList<>(call.errors());
            call.specs().forEach((spec) -> this.open.put(spec.key(), spec));
        }

    }

    void begin(Signal.Start call) {
        Pending start = new Pending(call);
        if (this.state.quorums.isMissing()) {
            await(start);
            return;
        }
        if (call.checkExisting() && refuseExisting(start)) {
            complete(start);
            return;
        }
        this.pending.put(call.request(), start);
        this.state.strategies.refusals(List.copyOf(start.open.values()), this.state.placements())
            .forEach((key, reason) -> fail(start, new ChildError.Refused(key, reason)));
        route(start, List.copyOf(start.open.values()));
        long request = call.request();
        this.state.timers.at(this.state.now.plus(call.timeout()), () -> expire(request));
        completeIfDone(start);
    }

    /** Refuses a start, unless there has been no quorum yet: then it waits for one. */
    private void await(Pending start) {
        if (!this.state.quorums.isAwaited()) {
            Quorum quorum = this.state.quorums.published();
            List.copyOf(start.open.keySet())
                .forEach((key) -> fail(start, new ChildError.NoQuorum(key, quorum.visible(), quorum.required())));
            complete(start);
            return;
        }
        this.waiting.add(start.call);
        long request = start.call.request();
        this.state.timers.at(this.state.now.plus(start.call.timeout()), () -> giveUp(request));
    }

    private void giveUp(long request) {
        for (Signal.Start call : List.copyOf(this.waiting)) {
            if (call.request() == request) {
                this.waiting.remove(call);
                Pending start = new Pending(call);
                Quorum quorum = this.state.quorums.published();
                List.copyOf(start.open.keySet())
                    .forEach((key) -> fail(start, new ChildError.NoQuorum(key, quorum.visible(), quorum.required())));
                complete(start);
            }
        }
    }

    /** Starts what has waited for the first quorum. */
    void quorumChanged() {
        if (!this.state.quorums.isMissing()) {
            List<Signal.Start> ready = List.copyOf(this.waiting);
            this.waiting.clear();
            ready.forEach(this::begin);
        }
    }

    private boolean refuseExisting(Pending start) {
        for (ChildKey key : start.open.keySet()) {
            ChildRecord row = this.state.view.row(key);
            if (row != null && !row.isRemoved()) {
                start.errors.add(new ChildError.AlreadyExists(key, row.claims()));
            }
        }
        return start.errors.size() > start.call.errors().size();
    }

    private void route(Pending start, List<ChildSpec> specs) {
        Map<ChildKey, List<Member>> owners = specs.isEmpty() ? Map.of() : this.state.owners(specs);
        if (owners == null) {
            specs.forEach((spec) -> fail(start, StartOrders.unknown(spec.key())));
            return;
        }
        Map<Member, List<ChildSpec>> byOwner = new LinkedHashMap<>();
        for (ChildSpec spec : specs) {
            List<Member> owning = owners.getOrDefault(spec.key(), List.of());
            if (owning.isEmpty()) {
                fail(start, StartOrders.nobody(spec.key()));
            }
            else {
                start.asked.put(spec.key(), owning.getFirst());
                byOwner.computeIfAbsent(owning.getFirst(), (owner) -> new ArrayList<>()).add(spec);
            }
        }
        byOwner.forEach((owner, owned) -> send(start, owner, owned));
    }

    private void send(Pending start, Member owner, List<ChildSpec> specs) {
        String here = this.state.directory.self().node();
        for (List<ChildSpec> chunk : Outbox.chunks(specs)) {
            this.state.outbox
                .add(new Effect.Send(owner.node(), new Message.StartChildren(here, start.call.request(), chunk, 0)));
        }
    }

    private static void fail(Pending start, ChildError error) {
        if (start.open.remove(error.key()) != null) {
            start.errors.add(error);
        }
    }

    void receive(Message.StartAnswer answer) {
        Pending start = this.pending.get(answer.request());
        if (start == null) {
            return;
        }
        answer.started().forEach((key, claim) -> {
            ChildSpec spec = start.open.remove(key);
            if (spec != null) {
                start.started.put(key, claim);
                remember(spec, claim, answer.request());
            }
        });
        answer.errors().forEach((error) -> fail(start, error));
        completeIfDone(start);
    }

    /**
     * What the application is told, this member knows: even if the news of the new row is
     * late and all who have the row die, the child is not lost. Version 0 gives way to
     * any real row.
     */
    private void remember(ChildSpec spec, Claim claim, long request) {
        this.state.learn(new ChildRecord(spec, claim.epoch(), 0, List.of(claim), request, 0));
    }

    /** Asks others for what those who are gone were asked for. */
    void membersChanged() {
        for (Pending start : List.copyOf(this.pending.values())) {
            List<ChildSpec> orphaned = start.open.values().stream().filter((spec) -> {
                Member asked = start.asked.get(spec.key());
                return asked == null || !this.state.directory.isHere(asked.id());
            }).toList();
            route(start, orphaned);
            completeIfDone(start);
        }
    }

    private void expire(long request) {
        Pending start = this.pending.get(request);
        if (start != null) {
            for (ChildKey key : List.copyOf(start.open.keySet())) {
                Member asked = start.asked.get(key);
                fail(start, new ChildError.TimedOut(key, (asked == null) ? "any member" : asked.id().value()));
            }
            completeIfDone(start);
        }
    }

    private void completeIfDone(Pending start) {
        if (start.open.isEmpty() && this.pending.remove(start.call.request()) != null) {
            complete(start);
        }
    }

    private void complete(Pending start) {
        Map<ChildKey, List<Claim>> started = new LinkedHashMap<>();
        for (ChildSpec spec : start.call.specs()) {
            Claim claim = start.started.get(spec.key());
            if (claim != null) {
                started.put(spec.key(), List.of(claim));
            }
        }
        this.state.outbox
            .add(new Effect.CompleteStart(start.call.request(), new StartResult(started, start.errors, false)));
    }

}
