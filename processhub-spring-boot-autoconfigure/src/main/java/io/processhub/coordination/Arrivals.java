package io.processhub.coordination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import org.jspecify.annotations.Nullable;

/** Children that are about to come here from other members. */
final class Arrivals {

    private final HubState state;

    private final Map<ChildKey, Arrival> arrivals = new HashMap<>();

    private final Map<String, Answer> answers = new LinkedHashMap<>();

    private final Map<String, List<ChildKey>> arrived = new LinkedHashMap<>();

    Arrivals(HubState state) {
        this.state = state;
    }

    private static final class Arrival {

        private final String from;

        private final Instant deadline;

        private boolean built;

        private boolean started;

        Arrival(String from, Instant deadline) {
            this.from = from;
            this.deadline = deadline;
        }

    }

    private record Answer(List<ChildKey> ready, Map<ChildKey, String> failures) {
    }

    void receive(Message.Prepare prepare) {
        Instant deadline = this.state.now.plus(this.state.strategies.migrationTimeout().multipliedBy(2));
        for (ChildSpec spec : prepare.specs()) {
            String refusal = refusal(spec.key());
            if (refusal != null) {
                answer(prepare.replyTo()).failures().put(spec.key(), refusal);
                continue;
            }
            Arrival arrival = new Arrival(prepare.replyTo(), deadline);
            Arrival known = this.arrivals.put(spec.key(), arrival);
            if (known == null) {
                this.state.outbox.add(new Effect.PrepareChild(spec));
            }
            else if (known.built) {
                arrival.built = true;
                answer(prepare.replyTo()).ready().add(spec.key());
            }
        }
        this.state.timers.at(deadline, this::expire);
    }

    private @Nullable String refusal(ChildKey key) {
        if (!this.state.directory.self().isUp()) {
            return "it leaves";
        }
        if (this.state.quorums.isMissing()) {
            return "it has no quorum";
        }
        return this.state.children.containsKey(key) ? "it has not ended there yet" : null;
    }

    private Answer answer(String node) {
        return this.answers.computeIfAbsent(node, (to) -> new Answer(new ArrayList<>(), new LinkedHashMap<>()));
    }

    void prepared(Signal.ChildPrepared prepared) {
        Arrival arrival = this.arrivals.get(prepared.key());
        String failure = prepared.failure();
        if (arrival == null) {
            this.state.outbox.add(new Effect.DiscardPrepared(prepared.key()));
        }
        else if (failure != null) {
            this.arrivals.remove(prepared.key());
            answer(arrival.from).failures().put(prepared.key(), failure);
        }
        else {
            arrival.built = true;
            answer(arrival.from).ready().add(prepared.key());
        }
    }

    /** A child starts here; what was prepared for it is used. */
    void started(ChildKey key) {
        Arrival arrival = this.arrivals.get(key);
        if (arrival != null) {
            arrival.started = true;
        }
    }

    /** A child runs here. */
    void up(ChildKey key) {
        Arrival arrival = this.arrivals.get(key);
        if (arrival != null && arrival.started) {
            this.arrivals.remove(key);
            this.arrived.computeIfAbsent(arrival.from, (from) -> new ArrayList<>()).add(key);
        }
    }

    private void expire() {
        this.arrivals.entrySet().removeIf((entry) -> {
            boolean expired = !this.state.now.isBefore(entry.getValue().deadline);
            if (expired && !entry.getValue().started) {
                this.state.outbox.add(new Effect.DiscardPrepared(entry.getKey()));
            }
            return expired;
        });
    }

    /** Sends what was answered in this round of decisions. */
    void flush() {
        this.answers.forEach((node, answer) -> send(node,
                new Message.Prepared(this.state.self(), answer.ready(), answer.failures())));
        this.arrived.forEach((node, keys) -> send(node, new Message.Arrived(this.state.self(), keys)));
        this.answers.clear();
        this.arrived.clear();
    }

    private void send(String node, Message message) {
        this.state.outbox.add(new Effect.Send(node, message));
    }

}
