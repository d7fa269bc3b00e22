package io.processhub.coordination;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.ProcessHubEvent;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * Starts that other members, or this one, have asked this member for, because it owns the
 * children.
 */
final class StartOrders {

    /**
     * How often a request is passed on before whoever has it serves it; a move puts right
     * what was wrong.
     */
    private static final int MAX_HOPS = 3;

    private static final int PATIENCE_SECONDS = 30;

    private final HubState state;

    private final Map<ChildKey, Deque<Order>> orders = new HashMap<>();

    StartOrders(HubState state) {
        this.state = state;
    }

    private static final class Order {

        private final String replyTo;

        private final long request;

        private final ChildSpec spec;

        private final Instant deadline;

        private boolean confirmed;

        Order(Message.StartChildren from, ChildSpec spec, Instant deadline) {
            this.replyTo = from.replyTo();
            this.request = from.request();
            this.spec = spec;
            this.deadline = deadline;
        }

    }

    /** Children for which something is left to do. */
    Set<ChildKey> keys() {
        return this.orders.keySet();
    }

    boolean isEmpty() {
        return this.orders.isEmpty();
    }

    /** Takes the children that this member owns, and passes on the others. */
    void receive(Message.StartChildren message) {
        if (this.state.strategies.trustsCaller() && isAdmitted(message.specs())) {
            message.specs().forEach((spec) -> accept(message, spec));
            return;
        }
        Map<ChildKey, List<Member>> owners = this.state.owners(message.specs());
        if (owners == null) {
            message.specs()
                .forEach((spec) -> this.state.outbox.failed(message.replyTo(), message.request(), unknown(spec.key())));
            return;
        }
        Map<String, List<ChildSpec>> elsewhere = new LinkedHashMap<>();
        for (ChildSpec spec : message.specs()) {
            List<Member> owning = owners.getOrDefault(spec.key(), List.of());
            if (owning.isEmpty()) {
                this.state.outbox.failed(message.replyTo(), message.request(), nobody(spec.key()));
            }
            else if (isOwnedHere(owning) || message.hops() >= MAX_HOPS && this.state.directory.self().isUp()) {
                accept(message, spec);
            }
            else {
                elsewhere.computeIfAbsent(owning.getFirst().node(), (node) -> new ArrayList<>()).add(spec);
            }
        }
        elsewhere.forEach((node, specs) -> {
            this.state.outbox.add(new Effect.Send(node,
                    new Message.StartChildren(message.replyTo(), message.request(), specs, message.hops() + 1)));
            this.state.outbox.add(new Effect.Tell(
                    new ProcessHubEvent.StartsForwarded(node, specs.stream().map(ChildSpec::key).toList())));
        });
    }

    static ChildError nobody(ChildKey key) {
        return new ChildError.Refused(key, "no member takes children at the moment; try again when one is up");
    }

    static ChildError unknown(ChildKey key) {
        return new ChildError.Refused(key, "the distribution strategy failed, so it has no owner; see the log");
    }

    private boolean isAdmitted(List<ChildSpec> specs) {
        Member self = this.state.directory.self();
        return self.isUp() && specs.stream().allMatch((spec) -> spec.placement().admits(self));
    }

    private boolean isOwnedHere(List<Member> owning) {
        return owning.stream().anyMatch((member) -> member.id().equals(this.state.self()));
    }

    private void accept(Message.StartChildren message, ChildSpec spec) {
        this.orders.computeIfAbsent(spec.key(), (key) -> new ArrayDeque<>(1))
            .add(new Order(message, spec, this.state.now.plusSeconds(PATIENCE_SECONDS)));
        this.state.dirty.add(spec.key());
    }

    /**
     * Goes on with the orders for a child; answers whether a call to the map was begun.
     */
    boolean settle(ChildKey key, @Nullable ChildRecord row) {
        Deque<Order> waiting = this.orders.get(key);
        while (waiting != null && !waiting.isEmpty()) {
            Order order = waiting.element();
            if (order.deadline.isBefore(this.state.now) || answer(order, row)) {
                waiting.remove();
            }
            else {
                return call(order, row);
            }
        }
        this.orders.remove(key);
        return false;
    }

    private boolean answer(Order order, @Nullable ChildRecord row) {
        if (row == null || row.isRemoved()) {
            return false;
        }
        Claim first = row.claims().isEmpty() ? null : row.claims().getFirst();
        if (row.startId() == order.request && first != null) {
            this.state.outbox.started(order.replyTo, order.request, row.key(), first);
            return true;
        }
        if (order.confirmed) {
            this.state.outbox.failed(order.replyTo, order.request,
                    new ChildError.AlreadyExists(row.key(), row.claims()));
            return true;
        }
        return false;
    }

    /**
     * Asks the map. A row that the view has, but the map may have lost, is confirmed
     * before it is relied on.
     */
    private boolean call(Order order, @Nullable ChildRecord row) {
        if (row != null && row.isRemoved() && !row.claims().isEmpty()) {
            return false;
        }
        if (row != null && !row.isRemoved()) {
            order.confirmed = true;
            this.state.calls.restore(row);
            return true;
        }
        long above = (row == null) ? 0 : row.epoch();
        Role role = this.state.strategies.role(0);
        long epoch = this.state.roles.epochFor(order.spec.key(), role, above,
                Math.max(above + 1, this.state.freshEpoch()));
        if (epoch > 0) {
            order.confirmed = true;
            this.state.calls.add(new RegistryCommand.Create(order.spec, order.request, this.state.self(), role, epoch));
            return true;
        }
        return this.state.grants.isRefused(order.spec.key()) && askWhoHas(order, row);
    }

    /** Somebody holds a child of which this member does not know: the map may. */
    private boolean askWhoHas(Order order, @Nullable ChildRecord row) {
        if (row != null || order.confirmed) {
            return false;
        }
        order.confirmed = true;
        this.state.calls.add(RegistryCommand.read(order.spec.key()));
        return true;
    }

    /** The durable store did not take the child. */
    void refused(ChildKey key, String reason) {
        Deque<Order> waiting = this.orders.remove(key);
        if (waiting != null) {
            waiting.forEach((order) -> this.state.outbox.failed(order.replyTo, order.request,
                    new ChildError.NotStored(key, reason)));
        }
    }

    /**
     * The map did not answer: whoever asked has to be told that the outcome is unknown.
     */
    void mapFailed(ChildKey key) {
        Deque<Order> waiting = this.orders.remove(key);
        if (waiting != null) {
            waiting.forEach((order) -> this.state.outbox.failed(order.replyTo, order.request,
                    new ChildError.TimedOut(key, "the registry map")));
        }
    }

}
