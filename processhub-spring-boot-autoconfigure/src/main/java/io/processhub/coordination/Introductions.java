package io.processhub.coordination;

import java.util.List;

import io.processhub.Member;
import io.processhub.ProcessHubEvent;

/** Keeps the directory: members introduce themselves to each other, and say goodbye. */
final class Introductions {

    private final HubState state;

    private final Runnable changed;

    /**
     * Introductions of this member.
     * @param changed called after members have come, gone or changed
     */
    Introductions(HubState state, Runnable changed) {
        this.state = state;
        this.changed = changed;
    }

    void begin() {
        everyone();
        nudge();
    }

    private void everyone() {
        this.state.timers.at(this.state.now.plus(this.state.settings.helloInterval()), this::everyone);
        this.state.directory.otherNodes().forEach((node) -> hello(node, false));
    }

    /**
     * Tries again and again with nodes that keep silent; a node without the hub never
     * answers, and that is fine.
     */
    private void nudge() {
        this.state.timers.at(this.state.now.plus(this.state.settings.retryDelay()), this::nudge);
        if (this.state.now.isBefore(this.state.directory.lastArrival().plus(Directory.SILENCE))) {
            this.state.directory.silent().forEach((node) -> hello(node, false));
        }
    }

    private void hello(String node, boolean answer) {
        this.state.outbox.add(new Effect.Send(node,
                new Message.Hello(this.state.directory.self(), answer, this.state.voting.electorate() != null)));
    }

    void nodesChanged(Signal.NodesChanged signal) {
        List<Member> before = this.state.directory.members();
        String formerNode = this.state.directory.self().node();
        List<String> formerNodes = this.state.directory.otherNodes();
        this.state.directory.nodes(signal.self(), signal.nodes(), this.state.now);
        boolean renamed = !formerNode.equals(signal.self());
        this.state.directory.otherNodes()
            .stream()
            .filter((node) -> renamed || !formerNodes.contains(node))
            .forEach((node) -> hello(node, false));
        tellChanges(before);
    }

    void receive(Message.Hello hello) {
        if (hello.knowsVoters()) {
            this.state.voting.missElectorate();
        }
        List<Member> before = this.state.directory.members();
        boolean news = this.state.directory.introduce(hello.member(), this.state.now);
        if (!hello.answer()) {
            hello(hello.member().node(), true);
        }
        if (news) {
            tellChanges(before);
        }
    }

    void absent(Signal.Absent absent) {
        this.state.directory.absent(absent.node());
    }

    /**
     * The eldest decides who votes; the goodbye of a member may not have reached it, and
     * that member is gone.
     */
    void receive(Message.Goodbye goodbye) {
        List<Member> before = this.state.directory.members();
        boolean news = this.state.voting.isRequired() && !this.state.directory.saidGoodbye(goodbye.member());
        this.state.directory.leave(goodbye.member(), this.state.now);
        tellChanges(before);
        this.state.directory.up()
            .stream()
            .findFirst()
            .filter((eldest) -> news && !eldest.id().equals(this.state.self()))
            .ifPresent((eldest) -> this.state.outbox.add(new Effect.Send(eldest.node(), goodbye)));
    }

    /** This member takes no more children. */
    void drain() {
        List<Member> before = this.state.directory.members();
        this.state.directory.drainSelf();
        this.state.directory.otherNodes().forEach((node) -> hello(node, true));
        tellChanges(before);
    }

    void goodbye() {
        this.state.directory.otherNodes()
            .forEach((node) -> this.state.outbox.add(new Effect.Send(node, new Message.Goodbye(this.state.self()))));
    }

    private void tellChanges(List<Member> before) {
        List<Member> after = this.state.directory.members();
        if (before.equals(after)) {
            return;
        }
        after.stream()
            .filter((member) -> before.stream().noneMatch((other) -> other.id().equals(member.id())))
            .forEach((member) -> tell(new ProcessHubEvent.MemberJoined(member)));
        before.stream()
            .filter((member) -> !this.state.directory.isHere(member.id()))
            .forEach((member) -> tell(new ProcessHubEvent.MemberLeft(member)));
        this.changed.run();
    }

    private void tell(ProcessHubEvent event) {
        this.state.outbox.add(new Effect.Tell(event));
    }

}
