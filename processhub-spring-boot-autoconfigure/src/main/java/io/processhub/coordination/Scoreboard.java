package io.processhub.coordination;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;

/** How busy each member is, as they tell each other. */
final class Scoreboard {

    private final HubState state;

    Scoreboard(HubState state) {
        this.state = state;
    }

    /** Tells the others how busy this member is. */
    void publish(double load) {
        note(this.state.self(), load);
        Message message = new Message.Load(this.state.self(), load);
        this.state.directory.others()
            .forEach((member) -> this.state.outbox.add(new Effect.Send(member.node(), message)));
        this.state.outbox.add(new Effect.Tell(new ProcessHubEvent.ScoreboardUpdated(this.state.loads)));
    }

    void receive(Message.Load load) {
        if (this.state.directory.isHere(load.member())) {
            note(load.member(), load.load());
        }
    }

    /** Those who have left are forgotten. */
    private void note(MemberId member, double load) {
        Map<MemberId, Double> loads = new TreeMap<>(this.state.loads);
        loads.keySet().removeIf((other) -> !this.state.directory.isHere(other));
        loads.put(member, load);
        this.state.loads = Collections.unmodifiableMap(loads);
    }

}
