package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import org.jspecify.annotations.Nullable;

/**
 * Moves children of this member to others, a few at a time, as the migration strategy
 * says. <em>Cold</em>: the child stops, then its claim is given away. <em>Hot</em>: the
 * new owner builds the bean first; then, with handover, the child is frozen, its state is
 * kept, and its claim is given away; without, the claim is given away while it runs, and
 * it stops when the new one is up, or its retention is over. Whoever has the claim goes
 * on, at whatever step anybody dies.
 */
final class Migration {

    private final HubState state;

    private final Moves moves = new Moves();

    /** Children whose beans are to be prepared, by node, until the end of the round. */
    private final Map<String, List<ChildSpec>> toPrepare = new LinkedHashMap<>();

    Migration(HubState state) {
        this.state = state;
    }

    /** A child that runs here belongs elsewhere. */
    void want(ChildRecord row, List<Member> owners) {
        MemberId target = owners.stream()
            .map(Member::id)
            .filter((id) -> row.claimOf(id) == null)
            .findFirst()
            .orElse(null);
        this.moves.want(row.key(), target, isDraining() ? Instant.MAX : this.state.now);
    }

    /** The child has left, or stays after all. */
    void end(ChildKey key) {
        this.moves.end(key);
    }

    /** Whether a child is on its way, or waits for that. */
    boolean isMoving() {
        return this.moves.waiting() > 0 || this.moves.moving().size() > stuck();
    }

    /**
     * Whether the claim of a child is given away, or was, while it runs on for a while.
     */
    boolean isRetiring(ChildRecord row) {
        Moves.Move move = this.moves.find(row.key());
        return move != null && move.step() == Moves.Step.RETIRING && !row.isRemoved() && (row.claims().isEmpty()
                || row.claims().stream().anyMatch((claim) -> isEitherOf(move, claim.member())));
    }

    private boolean isEitherOf(Moves.Move move, MemberId member) {
        return member.equals(this.state.self()) || member.equals(move.target());
    }

    /** Begins as many moves as the strategy admits. */
    void round() {
        int moving = this.moves.moving().size() - stuck();
        this.moves.begin(this.state.strategies.admit(moving, this.moves.waiting(), isDraining())).forEach(this::begin);
        this.toPrepare.forEach((node, specs) -> Outbox.chunks(specs)
            .forEach((chunk) -> this.state.outbox
                .add(new Effect.Send(node, new Message.Prepare(this.state.directory.self().node(), chunk)))));
        this.toPrepare.clear();
    }

    /** Children that do not end do not keep the others from moving. */
    private int stuck() {
        return (int) this.moves.moving()
            .stream()
            .map(this.state.children::get)
            .filter((child) -> child != null && child.isStuck())
            .count();
    }

    private void begin(ChildKey key) {
        LocalChild child = this.state.children.get(key);
        Moves.Move move = this.moves.find(key);
        if (child == null || move == null || child.phase() != LocalChild.Phase.RUNNING) {
            if (child == null || !child.phase().hasThread()) {
                this.moves.end(key);
                this.state.dirty.add(key);
            }
            return;
        }
        MemberId target = move.target();
        Member member = (target == null) ? null : find(target);
        boolean hands = this.state.roles.handsOver(child.role());
        if (!this.state.roles.movesHot(child.role()) || member == null && !hands) {
            leave(child, move);
        }
        else if (member == null) {
            // whoever gets it has a replica already, or comes later
            freeze(child, move);
        }
        else {
            this.toPrepare.computeIfAbsent(member.node(), (node) -> new ArrayList<>()).add(child.spec());
            after(this.state.strategies.migrationTimeout(), () -> giveUp(key, move));
        }
    }

    private @Nullable Member find(MemberId id) {
        return this.state.directory.up().stream().filter((member) -> member.id().equals(id)).findFirst().orElse(null);
    }

    /** First step of a cold move; the rest follows when the child has ended. */
    private void leave(LocalChild child, Moves.Move move) {
        move.step(Moves.Step.LEAVING);
        child.stopping();
        this.state.outbox.add(child.stop());
    }

    /** The new owner keeps silent. */
    private void giveUp(ChildKey key, Moves.Move move) {
        if (this.moves.find(key) == move && move.step() == Moves.Step.PREPARING) {
            stay(key, move.target() + " did not answer", true);
        }
    }

    void receive(Message.Prepared prepared) {
        prepared.ready().forEach((key) -> proceed(key, prepared.member()));
        prepared.failures().forEach((key, reason) -> {
            if (isPreparing(key, prepared.member())) {
                stay(key, prepared.member() + " cannot take it: " + reason, true);
            }
        });
    }

    private boolean isPreparing(ChildKey key, MemberId member) {
        Moves.Move move = this.moves.find(key);
        return move != null && move.step() == Moves.Step.PREPARING && member.equals(move.target());
    }

    private void proceed(ChildKey key, MemberId member) {
        Moves.Move move = this.moves.find(key);
        LocalChild child = this.state.children.get(key);
        if (move == null || child == null || !isPreparing(key, member)) {
            return;
        }
        if (child.phase() != LocalChild.Phase.RUNNING) {
            this.moves.cancel(key);
        }
        else if (this.state.roles.handsOver(child.role())) {
            freeze(child, move);
        }
        else {
            move.step(Moves.Step.RETIRING);
            after(this.state.strategies.retention(), () -> retired(key, move));
        }
        this.state.dirty.add(key);
    }

    private void freeze(LocalChild child, Moves.Move move) {
        move.step(Moves.Step.LEAVING);
        child.freezing();
        this.state.outbox.add(new Effect.FreezeChild(child.key(), child.startEpoch(), child.incarnation(), true,
                isForced(child.key())));
    }

    private boolean isForced(ChildKey key) {
        Instant since = this.moves.deferredSince(key);
        return isDraining()
                || since != null && !this.state.now.isBefore(since.plus(this.state.strategies.maxDeferTime()));
    }

    private boolean isDraining() {
        return !this.state.directory.self().isUp();
    }

    /** The child asked for time, or its state cannot be handed over: it goes on here. */
    void refused(Signal.MoveRefused refused) {
        LocalChild child = this.state.children.get(refused.key());
        if (child == null || !child.is(refused.epoch(), refused.incarnation()) || !child.goOn()) {
            return;
        }
        this.state.dirty.add(refused.key());
        if (refused.deferred()) {
            this.moves.defer(refused.key(), this.state.now);
        }
        stay(refused.key(), refused.reason(), refused.deferred());
    }

    /**
     * A member that leaves does not keep its children: what cannot move hot moves cold,
     * but with its state, which needs nobody else.
     * @param exportable whether its state may yet be handed over
     */
    private void stay(ChildKey key, String reason, boolean exportable) {
        LocalChild child = this.state.children.get(key);
        Moves.Move move = this.moves.find(key);
        if (isDraining() && child != null && move != null && child.phase() == LocalChild.Phase.RUNNING) {
            leaveAnyway(child, move, reason, exportable);
            return;
        }
        Duration pause = this.state.strategies.moveRetryInterval();
        this.moves.retryAt(key, this.state.now.plus(pause));
        this.state.outbox.add(new Effect.Tell(new ProcessHubEvent.MigrationDeferred(key, reason)));
        after(pause, () -> this.state.reconsider(key));
    }

    private void leaveAnyway(LocalChild child, Moves.Move move, String reason, boolean exportable) {
        if (exportable && this.state.roles.handsOver(child.role())) {
            freeze(child, move);
            return;
        }
        this.state.outbox.add(new Effect.Note("child " + child.key() + " moves without its state: " + reason));
        leave(child, move);
    }

    /** The new one runs. */
    void receive(Message.Arrived arrived) {
        arrived.keys().forEach((key) -> {
            Moves.Move move = this.moves.find(key);
            if (move != null && move.step() == Moves.Step.RETIRING) {
                retired(key, move);
            }
        });
    }

    /**
     * The old one has to end now, if the claim has gone; otherwise the move has failed,
     * and may be tried again.
     */
    private void retired(ChildKey key, Moves.Move move) {
        LocalChild child = this.state.children.get(key);
        if (this.moves.find(key) != move || child == null) {
            return;
        }
        this.moves.cancel(key);
        ChildRecord row = this.state.view.row(key);
        Claim claim = (row == null) ? null : row.claimOf(this.state.self());
        if (child.phase() == LocalChild.Phase.RUNNING && (claim == null || claim.epoch() != child.epoch())) {
            child.stopping();
            this.state.outbox.add(child.stop());
        }
        this.state.reconsider(key);
    }

    private void after(Duration time, Runnable action) {
        this.state.timers.at(this.state.now.plus(time), action);
    }

}
