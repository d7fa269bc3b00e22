package io.processhub.coordination;

import io.processhub.ProcessHubEvent;

/** How busy each member is, as they tell each other. */
final class Scoreboard {

    private final HubState state;

    Scoreboard(HubState state) {
        this.state = state;
    }

    /** Tells the others how busy this member is. */
    void publish(double load) {
        this.state.loads.keySet().removeIf((member) -> !this.state.directory.isHere(member));
        this.state.loads.put(this.state.self(), load);
        Message message = new Message.Load(this.state.self(), load);
        this.state.directory.others()
            .forEach((member) -> this.state.outbox.add(new Effect.Send(member.node(), message)));
        this.state.outbox.add(new Effect.Tell(new ProcessHubEvent.ScoreboardUpdated(this.state.loads)));
    }

    void receive(Message.Load load) {
        if (this.state.directory.isHere(load.member())) {
            this.state.loads.put(load.member(), load.load());
        }
    }

}
