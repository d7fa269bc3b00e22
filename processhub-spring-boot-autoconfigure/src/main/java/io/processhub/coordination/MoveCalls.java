package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Moves that someone wants: calls of the application on this member, and orders for
 * children that this member holds. A child that was moved stays where it is until members
 * come or go.
 */
final class MoveCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HubState state;

    /** Calls without an answer, by child and request. */
    private final Map<ChildKey, Map<Long, Signal.Move>> pending = new HashMap<>();

    private final Map<ChildKey, Order> orders = new HashMap<>();

    /** Children that were, or are to be, moved here although they belong elsewhere. */
    private final Set<ChildKey> guests = new HashSet<>();

    MoveCalls(HubState state) {
        this.state = state;
    }

    /** Where a child is to go, and who wanted it last. */
    private record Order(MemberId target, Instant since) {
    }

    void begin(Signal.Move call) {
        ChildRecord row = this.state.view.row(call.key());
        Claim claim = (row == null) ? null : row.active().orElse(null);
        String refusal = refusal(call, row, claim);
        if (refusal != null || claim == null) {
            complete(call.request(), refusal);
            return;
        }
        this.pending.computeIfAbsent(call.key(), (key) -> new LinkedHashMap<>()).put(call.request(), call);
        this.state.timers.at(this.state.now.plus(PATIENCE), () -> expire(call));
        Message.MoveChild order = new Message.MoveChild(call.key(), claim.epoch(), call.target());
        if (claim.member().equals(this.state.self())) {
            receive(order);
        }
        else {
            this.state.directory.members()
                .stream()
                .filter((member) -> member.id().equals(claim.member()))
                .forEach((holder) -> this.state.outbox.add(new Effect.Send(holder.node(), order)));
        }
    }

    private @Nullable String refusal(Signal.Move call, @Nullable ChildRecord row, @Nullable Claim claim) {
        if (row == null || row.isRemoved()) {
            return "there is no such child";
        }
        Member target = up(call.target());
        if (target == null) {
            return "no member " + call.target() + " takes children (expected: one of "
                    + this.state.directory.up().stream().map(Member::id).toList() + ")";
        }
        if (claim == null) {
            return "no member holds it; it is about to start where it belongs";
        }
        if (row.claimOf(call.target()) != null) {
            return "it is on " + call.target() + " already";
        }
        return row.spec().placement().admits(target) ? null : "its placement does not admit " + call.target();
    }

    private @Nullable Member up(MemberId id) {
        return this.state.directory.up().stream().filter((member) -> member.id().equals(id)).findFirst().orElse(null);
    }

    /** A child of this member is to go elsewhere, or one of another member comes here. */
    void receive(Message.MoveChild order) {
        if (order.target().equals(this.state.self())) {
            this.guests.add(order.key());
            return;
        }
        ChildRecord row = this.state.view.row(order.key());
        Claim claim = (row == null) ? null : row.claimOf(this.state.self());
        Member target = up(order.target());
        if (claim == null || claim.epoch() != order.epoch() || target == null) {
            return;
        }
        this.state.outbox.add(new Effect.Send(target.node(), order));
        this.guests.remove(order.key());
        Order latest = new Order(order.target(), this.state.now);
        this.orders.put(order.key(), latest);
        this.state.reconsider(order.key());
        this.state.timers.at(this.state.now.plus(PATIENCE), () -> {
            if (this.orders.remove(order.key(), latest)) {
                this.state.reconsider(order.key());
            }
        });
    }

    /** The owners of a child as they are while someone wants it elsewhere. */
    List<Member> redirected(ChildRecord row, List<Member> owners) {
        if (this.guests.contains(row.key())) {
            return withGuest(row, owners);
        }
        Order wanted = this.orders.get(row.key());
        Member target = (wanted == null) ? null : up(wanted.target());
        if (target == null || row.claimOf(this.state.self()) == null || row.claimOf(target.id()) != null) {
            this.orders.remove(row.key());
            return owners;
        }
        List<Member> redirected = new ArrayList<>(owners);
        redirected.removeIf((owner) -> owner.id().equals(this.state.self()) || owner.id().equals(target.id()));
        redirected.addFirst(target);
        return redirected;
    }

    private List<Member> withGuest(ChildRecord row, List<Member> owners) {
        Member self = this.state.directory.self();
        if (!self.isUp() || row.isRemoved() || row.claimOf(self.id()) == null || owners.contains(self)) {
            return owners;
        }
        List<Member> extended = new ArrayList<>(owners);
        extended.addFirst(self);
        return extended;
    }

    /** From now on every child belongs where the strategy wants it. */
    void membersChanged() {
        this.guests.clear();
        this.orders.clear();
        List<Signal.Move> calls = this.pending.values().stream().flatMap((it) -> it.values().stream()).toList();
        calls.forEach((call) -> end(call, "members came or went meanwhile; it goes where it belongs now"));
    }

    /** Goes on with calls for a child. */
    void settle(ChildKey key, @Nullable ChildRecord row) {
        if (row == null || row.isRemoved()) {
            this.guests.remove(key);
        }
        List.copyOf(this.pending.getOrDefault(key, Map.of()).values()).forEach((call) -> {
            if (row == null || row.isRemoved()) {
                end(call, "it was stopped");
            }
            else if (row.claimOf(call.target()) != null) {
                end(call, null);
            }
        });
    }

    private void expire(Signal.Move call) {
        end(call, "it has not moved to " + call.target() + " within " + PATIENCE.toSeconds()
                + " s; MigrationDeferred events and the log of its member say why");
    }

    private void end(Signal.Move call, @Nullable String failure) {
        Map<Long, Signal.Move> calls = this.pending.getOrDefault(call.key(), Map.of());
        if (calls.containsKey(call.request())) {
            calls.remove(call.request());
            complete(call.request(), failure);
        }
        if (calls.isEmpty()) {
            this.pending.remove(call.key());
        }
    }

    private void complete(long request, @Nullable String failure) {
        this.state.outbox.add(new Effect.CompleteMove(request, failure));
    }

}
