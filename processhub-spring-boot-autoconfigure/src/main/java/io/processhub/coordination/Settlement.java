package io.processhub.coordination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * Compares, child by child, what should run here with what does, and acts on the
 * difference. What should run here follows from the row (who holds a claim) and the
 * owners (who should); events only decide when to look.
 */
final class Settlement {

    private final HubState state;

    private final StartOrders orders;

    private final StopCalls stops;

    private final Migration migration;

    private final MoveCalls moveCalls;

    private final ClaimCalls claims;

    private final Promotions promotions;

    private final Recovery recovery;

    /**
     * Rows of this round that cannot be settled without their owners, who are asked for
     * all at once.
     */
    private final Map<ChildKey, ChildRecord> undecided = new LinkedHashMap<>();

    Settlement(HubState state, StartOrders orders, StopCalls stops) {
        this.state = state;
        this.promotions = new Promotions(state);
        this.claims = new ClaimCalls(state, this.promotions);
        this.migration = new Migration(state);
        this.moveCalls = new MoveCalls(state);
        this.recovery = new Recovery(state);
        this.orders = orders;
        this.stops = stops;
    }

    /**
     * Looks at children that are dirty, at most one batch of them, and sends what
     * follows; answers whether any is left.
     */
    boolean round() {
        List<ChildKey> keys = this.state.dirty.stream().limit(Outbox.BATCH).toList();
        keys.forEach(this.state.dirty::remove);
        if (this.state.quorums.isMissing()) {
            keys.forEach(this::suspend);
        }
        else {
            keys.forEach(this::settle);
            decideAll();
            this.migration.round();
            this.state.grants.releaseUnused(keys);
        }
        this.state.calls.flush();
        return !this.state.dirty.isEmpty();
    }

    /**
     * Without owners nothing is decided: everything stays as it is, and is looked at
     * later.
     */
    private void decideAll() {
        Map<ChildKey, ChildRecord> rows = new LinkedHashMap<>(this.undecided);
        this.undecided.clear();
        List<ChildSpec> specs = rows.values().stream().map(ChildRecord::spec).toList();
        Map<ChildKey, List<Member>> owners = specs.isEmpty() ? Map.of() : this.state.owners(specs);
        if (owners == null) {
            this.state.timers.at(this.state.now.plus(this.state.settings.retryDelay()),
                    () -> this.state.dirty.addAll(rows.keySet()));
            return;
        }
        rows.forEach((key, row) -> decide(row, this.moveCalls.redirected(row, owners.getOrDefault(key, List.of()))));
    }

    /** Moves of children away from here. */
    Migration migration() {
        return this.migration;
    }

    /** Moves that someone wants. */
    MoveCalls moveCalls() {
        return this.moveCalls;
    }

    /** Asks for the owners of every child here at the next look. */
    private void reconsiderMoves() {
        this.state.mayMove.addAll(this.state.children.keySet());
    }

    /** Without a quorum nothing runs, and nothing else is decided. */
    private void suspend(ChildKey key) {
        LocalChild child = this.state.children.get(key);
        if (child != null && child.isToRun()) {
            stop(child);
        }
    }

    private void settle(ChildKey key) {
        ChildRecord row = this.state.view.row(key);
        this.moveCalls.settle(key, row);
        if (this.state.calls.isBusy(key) || this.stops.settle(key, row) || this.orders.settle(key, row)
                || row == null) {
            return;
        }
        Claim claim = row.claimOf(this.state.self());
        LocalChild child = this.state.children.get(key);
        if (child != null && (claim == null || !this.promotions.follows(child, row, claim))) {
            child = lostClaim(row, child, claim);
        }
        if (child != null && claim != null) {
            settleHeld(row, claim, child);
        }
        else if (claim != null) {
            settleGranted(row, claim);
        }
        else if (child == null) {
            settleForeign(row);
        }
    }

    /** The claim under which the child runs here is no more: it has to end, at once. */
    private @Nullable LocalChild lostClaim(ChildRecord row, LocalChild child, @Nullable Claim own) {
        if (!child.phase().hasThread()) {
            drop(child.key());
            return null;
        }
        if (child.isToRun() && !this.migration.isRetiring(row)) {
            this.state.outbox.add(new Effect.Tell(new ProcessHubEvent.DuplicateResolved(child.key(), child.epoch(),
                    (own != null) ? own : row.active().orElse(null))));
            if (!this.state.voting.isRequired() && !row.isRemoved() && row.active().isPresent()) {
                this.state.outbox.add(child.offerState());
            }
            stop(child);
        }
        return child;
    }

    private void drop(ChildKey key) {
        LocalChild child = this.state.children.remove(key);
        if (child != null && this.state.lease.epochOf(key) == child.epoch()) {
            this.state.lease.release(key);
        }
        this.state.mayMove.remove(key);
        this.migration.end(key);
    }

    private void stop(LocalChild child) {
        child.stopping();
        this.state.outbox.add(child.stop());
    }

    /**
     * Tells the holder of a claim, wherever it is, that its child is to be started anew:
     * the claim names an incarnation that has not been.
     */
    void restart(Signal.Restart wish) {
        ChildRecord row = this.state.view.row(wish.key());
        Claim claim = (row == null || row.isRemoved()) ? null : row.claimOf(wish.holder());
        if (claim == null || claim.epoch() != wish.epoch()) {
            return;
        }
        if (this.state.calls.isBusy(wish.key())) {
            this.state.timers.at(this.state.now.plus(this.state.settings.retryDelay()), () -> restart(wish));
            return;
        }
        this.state.calls.add(new RegistryCommand.Update(wish.key(), claim.member(), claim.epoch(), Claim.State.RUNNING,
                claim.incarnation() + 1, claim.error()));
    }

    /**
     * A child ends because its state was opened under a greater epoch. If the registry
     * still says that it belongs here, its claim is renewed under one that is greater
     * again; else the answer of the map tells who has it.
     */
    void outrun(Signal.ClaimOutrun outrun) {
        LocalChild child = this.state.children.get(outrun.key());
        if (child != null && child.is(outrun.epoch(), outrun.incarnation())) {
            child.outrun(outrun.by());
            if (child.isToRun()) {
                stop(child);
            }
            this.state.dirty.add(child.key());
        }
    }

    private void settleHeld(ChildRecord row, Claim claim, LocalChild child) {
        if (claim.epoch() != child.epoch()) {
            settleAhead(row, claim, child);
            return;
        }
        if (claim.incarnation() > child.incarnation() && !row.isRemoved()) {
            beginRestart(child);
        }
        if (child.isToRun() && this.state.roles.isTakenAway(child) && !this.migration.isRetiring(row)) {
            stop(child);
            return;
        }
        if (child.phase() == LocalChild.Phase.COMPLETED) {
            this.state.calls.add(new RegistryCommand.Complete(row.key(), claim.member(), claim.epoch(),
                    Math.max(1, this.state.now.toEpochMilli())));
        }
        else if (row.isRemoved() && !child.phase().hasThread()) {
            this.claims.release(row, claim);
        }
        else if (row.isRemoved() && child.isToRun()) {
            stop(child);
        }
        else if (!child.report(claim).equals(claim)) {
            Claim report = child.report(claim);
            this.state.calls.add(new RegistryCommand.Update(row.key(), claim.member(), claim.epoch(), report.state(),
                    report.incarnation(), report.error()));
        }
        else if (child.phase() == LocalChild.Phase.STOPPED || this.state.mayMove.contains(row.key()) || isDraining()
                || this.promotions.concern(row, claim)) {
            this.undecided.put(row.key(), row);
        }
    }

    /** The child has yet to follow its claim, or to end. */
    private void settleAhead(ChildRecord row, Claim claim, LocalChild child) {
        if (child.isToRun() && row.isRemoved()) {
            stop(child);
        }
        else if (child.phase() == LocalChild.Phase.RUNNING && this.state.roles.isAhead(row.key(), claim)) {
            this.claims.renew(row, claim, child.outrunBy());
        }
    }

    /** Somebody wants another incarnation; it follows when the child has no thread. */
    private void beginRestart(LocalChild child) {
        child.forgetFailures();
        if (child.isToRun()) {
            stop(child);
        }
        else if (child.phase() == LocalChild.Phase.WAITING || child.phase() == LocalChild.Phase.PARKED) {
            child.postpone();
        }
    }

    private boolean isDraining() {
        return !this.state.directory.self().isUp();
    }

    /**
     * Someone, perhaps this member, has granted a claim that is not made use of yet. The
     * holder always obeys.
     */
    private void settleGranted(ChildRecord row, Claim claim) {
        if (row.isRemoved()) {
            this.claims.release(row, claim);
        }
        else if (isDraining()) {
            this.undecided.put(row.key(), row);
        }
        else if (claim.state() == Claim.State.FAILED || this.state.roles.permit(row.key(), claim)) {
            start(row, claim);
            if (claim.role() == Role.PASSIVE) {
                this.state.dirty.add(row.key());
            }
        }
        else if (this.state.roles.isAhead(row.key(), claim)) {
            this.claims.renew(row, claim, 0);
        }
    }

    private void start(ChildRecord row, Claim claim) {
        ChildSpec spec = row.spec();
        LocalChild child = new LocalChild(spec, claim, row.startId(),
                (spec.restart() != null) ? spec.restart() : this.state.settings.restart(), this.state.now);
        this.state.children.put(spec.key(), child);
        if (claim.state() == Claim.State.FAILED) {
            child.adoptParked();
        }
        else {
            this.state.arrivals.started(spec.key());
            this.state.outbox.add(child.start());
        }
    }

    private void settleForeign(ChildRecord row) {
        List<Claim> gone = this.claims.gone(row);
        if (row.isRemoved() && !gone.isEmpty() && isEldest()) {
            this.claims.release(row, gone.getFirst());
        }
        else if (!row.isRemoved() && !isDraining()
                && (!gone.isEmpty() || row.claims().size() - gone.size() < this.state.copies())) {
            this.undecided.put(row.key(), row);
        }
    }

    private boolean isEldest() {
        return this.state.directory.members().getFirst().id().equals(this.state.self());
    }

    private void decide(ChildRecord row, List<Member> owners) {
        Claim claim = row.claimOf(this.state.self());
        int place = placeIn(owners, this.state.self());
        if (claim != null) {
            decideHeld(row, claim, owners, place);
        }
        else if (!this.state.children.containsKey(row.key())) {
            takeOrFree(row, owners, place);
        }
    }

    private void decideHeld(ChildRecord row, Claim claim, List<Member> owners, int place) {
        LocalChild child = this.state.children.get(row.key());
        if (this.promotions.promote(row, claim, owners, child)) {
            return;
        }
        if (child != null && place >= 0) {
            stay(row, claim, child);
            free(row);
        }
        else if (child != null && child.phase().hasThread() && !this.migration.isRetiring(row)) {
            this.migration.want(row, owners);
        }
        else {
            this.claims.hand(row, claim, owners);
        }
    }

    private static int placeIn(List<Member> owners, MemberId member) {
        for (int i = 0; i < owners.size(); i++) {
            if (owners.get(i).id().equals(member)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Claims of members that are gone pass to an owner. An owner that came after they had
     * gone cannot know that; the eldest member frees such claims a little later.
     */
    private void takeOrFree(ChildRecord row, List<Member> owners, int place) {
        boolean room = row.claims().size() - this.claims.gone(row).size() < this.state.copies();
        Role role = (place >= 0 && room) ? this.state.roles.toTake(row, owners, place) : null;
        if (role != null) {
            if (this.recovery.admits(row)) {
                this.claims.take(row, role);
            }
        }
        else {
            free(row);
        }
    }

    private void free(ChildRecord row) {
        Instant due = this.state.directory.lastDeparture().plus(this.state.settings.retryDelay());
        if (isEldest() && !this.state.now.isBefore(due) && !this.state.calls.isBusy(row.key())) {
            this.claims.gone(row).stream().findFirst().ifPresent((claim) -> this.claims.release(row, claim));
        }
    }

    private void stay(ChildRecord row, Claim claim, LocalChild child) {
        this.state.mayMove.remove(child.key());
        this.migration.end(child.key());
        boolean isDoubtful = child.isOffered() && child.phase() == LocalChild.Phase.RUNNING;
        if (isDoubtful || child.phase() == LocalChild.Phase.STOPPED
                && (child.isOffered() || this.state.roles.isAhead(child.key(), claim))) {
            this.claims.renew(row, claim, child.outrunBy());
        }
        else if (child.phase() == LocalChild.Phase.STOPPED && this.state.roles.permit(child.key(), claim)) {
            child.again(this.state.now);
            this.state.dirty.add(child.key());
            this.state.outbox.add(child.start());
        }
    }

    /**
     * Looks at all children again, since members have come or gone; those of members that
     * are gone first, whatever else waits: some run nowhere, the others only may move.
     */
    void lookAtAll() {
        reconsiderMoves();
        List<ChildKey> bereft = new ArrayList<>();
        List<ChildKey> foreign = new ArrayList<>();
        this.state.view.forEach((row) -> {
            if (isBereft(row)) {
                bereft.add(row.key());
            }
            else if (!this.state.children.containsKey(row.key()) && needsLook(row)) {
                foreign.add(row.key());
            }
        });
        // in a stable order
        foreign.sort(null);
        bereft.sort(null);
        this.state.dirty.addAll(this.state.children.keySet());
        this.state.dirty.addAll(foreign);
        bereft.reversed().forEach(this.state.dirty::addFirst);
    }

    /** Whether no child is to be moved from here, and none has lost its member. */
    boolean isSettled() {
        if (!this.state.mayMove.isEmpty() || this.migration.isMoving()) {
            return false;
        }
        boolean[] bereft = new boolean[1];
        this.state.view.forEach((row) -> bereft[0] |= isBereft(row));
        return !bereft[0];
    }

    /** Whether one of those who run it, or did, is not here. */
    private boolean isBereft(ChildRecord row) {
        return !row.isRemoved()
                && row.claims().stream().anyMatch((claim) -> !this.state.directory.isHere(claim.member()));
    }

    private boolean needsLook(ChildRecord row) {
        if (row.isRemoved()) {
            return !row.claims().isEmpty();
        }
        return row.claims().size() < this.state.copies() || row.claimOf(this.state.self()) != null;
    }

}
