package io.processhub.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

import io.processhub.ChildKey;
import io.processhub.ProcessHubEvent;
import io.processhub.restart.RestartDecision;
import org.jspecify.annotations.Nullable;

/**
 * Follows the incarnations of this member's children: restarts, parks and removes them as
 * their policies say.
 */
final class Supervision {

    /**
     * Time in which a bean is expected to be built; then the child is shown as starting.
     */
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final HubState state;

    private final SequencedSet<ChildKey> starting = new LinkedHashSet<>();

    Supervision(HubState state) {
        this.state = state;
    }

    void begin() {
        this.state.timers.at(this.state.now.plus(SLOW), this::markSlow);
    }

    private void markSlow() {
        begin();
        for (ChildKey key : new ArrayList<>(this.starting)) {
            LocalChild child = this.state.children.get(key);
            if (child == null || child.isUp() || child.phase() != LocalChild.Phase.RUNNING) {
                this.starting.remove(key);
            }
            else {
                child.markOverdue();
                this.state.dirty.add(key);
            }
        }
        this.state.children.values()
            .stream()
            .filter((child) -> !child.isUp() && child.phase() == LocalChild.Phase.RUNNING)
            .forEach((child) -> this.starting.add(child.key()));
    }

    void up(Signal.ChildUp signal) {
        LocalChild child = find(signal.key(), signal.epoch(), signal.incarnation());
        if (child != null) {
            child.markUp();
            this.state.arrivals.up(signal.key());
            if (this.starting.remove(signal.key())) {
                this.state.dirty.add(signal.key());
            }
        }
    }

    void stuck(Signal.ChildStuck signal) {
        LocalChild child = find(signal.key(), signal.epoch(), signal.incarnation());
        if (child != null && child.phase() == LocalChild.Phase.STOPPING) {
            child.markOverdue();
            this.state.dirty.add(signal.key());
            tell(new ProcessHubEvent.ChildStuck(signal.key(), signal.epoch(), signal.stack()));
        }
    }

    void exited(Signal.ChildExited signal) {
        LocalChild child = find(signal.key(), signal.epoch(), signal.incarnation());
        if (child == null || !child.phase().hasThread()) {
            return;
        }
        this.state.dirty.add(signal.key());
        RestartDecision decision = child.exited(signal.reason(), this.state.now);
        if (decision instanceof RestartDecision.Restart restart) {
            this.state.timers.at(this.state.now.plus(restart.delay()), () -> restart(child, signal.incarnation()));
        }
        else if (decision instanceof RestartDecision.Park park) {
            tell(new ProcessHubEvent.ChildParked(signal.key(), signal.epoch(), park.error()));
        }
    }

    private void restart(LocalChild child, int after) {
        boolean waits = child.phase() == LocalChild.Phase.WAITING && child.incarnation() == after;
        if (!waits || this.state.children.get(child.key()) != child) {
            return;
        }
        this.state.dirty.add(child.key());
        if (this.state.quorums.isMissing() || child.isOffered()
                || !this.state.roles.permit(child.key(), child.current())) {
            child.postpone();
        }
        else {
            child.again(this.state.now);
            this.state.outbox.add(child.start());
            tell(new ProcessHubEvent.ChildRestarted(child.key(), child.epoch(), child.incarnation()));
        }
    }

    private @Nullable LocalChild find(ChildKey key, long epoch, int incarnation) {
        LocalChild child = this.state.children.get(key);
        return (child != null && child.is(epoch, incarnation)) ? child : null;
    }

    private void tell(ProcessHubEvent event) {
        this.state.outbox.add(new Effect.Tell(event));
    }

}
