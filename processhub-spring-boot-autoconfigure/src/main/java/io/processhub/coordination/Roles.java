package io.processhub.coordination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas of a child are to each other, and which of them need the votes of a
 * quorum. Where at most one may be active, voters keep the child for that one: its claim
 * is fenced. The others need no more than the lease of their member.
 */
final class Roles {

    private final HubState state;

    Roles(HubState state) {
        this.state = state;
    }

    boolean isFenced(Role role) {
        return this.state.voting.isRequired() && role == Role.ACTIVE && this.state.strategies.hasOneActive();
    }

    /** Whether a child may run here under its claim now; asks the voters otherwise. */
    boolean permit(ChildKey key, Claim claim) {
        return !isFenced(claim.role()) || this.state.grants.permit(key, claim.epoch());
    }

    /** Whether the voters keep a child for this member, but under a later epoch. */
    boolean isAhead(ChildKey key, Claim claim) {
        return isFenced(claim.role()) && this.state.grants.isAhead(key, claim.epoch());
    }

    /** Whether the voters keep a child of this member for somebody else. */
    boolean isTakenAway(LocalChild child) {
        return isFenced(child.role()) && this.state.lease.epochOf(child.key()) != child.epoch();
    }

    /**
     * Epoch under which this member may claim a child of which {@code above} is the last
     * one; 0 if it may not yet.
     */
    long epochFor(ChildKey key, Role role, long above, long preferred) {
        if (isFenced(role)) {
            return this.state.grants.epochFor(key, above, preferred);
        }
        return mayAdd(key) ? preferred : 0;
    }

    /** Epoch under which a child that has stopped may be handed over; 0 if not yet. */
    long epochToHand(ChildRecord row, Role role, MemberId to) {
        if (isFenced(role)) {
            return this.state.grants.epochToHand(row.key(), to, row.epoch());
        }
        return mayAdd(row.key()) ? row.epoch() + 1 : 0;
    }

    /**
     * Claims that are not fenced wait until a quorum has confirmed this member since
     * someone left: the smaller side of a split must not write rows that outdo those of
     * the larger one.
     */
    private boolean mayAdd(ChildKey key) {
        LeaseSettings lease = this.state.settings.lease();
        Instant confirmed = this.state.voting.isRequired() ? this.state.lease.until() : Instant.MAX;
        if (confirmed.equals(Instant.MAX)
                || this.state.directory.lastDeparture().plus(lease.duration()).isBefore(confirmed)) {
            return true;
        }
        this.state.timers.at(this.state.now.plus(lease.interval()), () -> this.state.dirty.add(key));
        return false;
    }

    /**
     * Whether a replica that moves hands over its state: there is one state for each
     * child, that of the active replica if there is only one.
     */
    boolean handsOver(Role role) {
        return this.state.strategies.handsOver()
                && (this.state.copies() == 1 || role == Role.ACTIVE && this.state.strategies.hasOneActive());
    }

    /**
     * Whether a replica moves hot. One that stands by does not, nor one that is active
     * alone, and would overlap with its successor because it does not hand over its
     * state.
     */
    boolean movesHot(Role role) {
        boolean overlaps = this.state.copies() == 1 || !this.state.strategies.hasOneActive();
        return this.state.strategies.isHot() && (overlaps || handsOver(role));
    }

    /** Claims whose holders are not gone. */
    List<Claim> live(ChildRecord row) {
        return row.claims().stream().filter((claim) -> !this.state.isGone(claim.member())).toList();
    }

    boolean hasGone(ChildRecord row) {
        return row.claims().stream().anyMatch((claim) -> this.state.isGone(claim.member()));
    }

    /** Whether replicas stand by, and none is active. */
    boolean lacksActive(ChildRecord row) {
        return !row.isRemoved() && this.state.strategies.hasOneActive()
                && live(row).stream().noneMatch((claim) -> claim.role() == Role.ACTIVE);
    }

    /**
     * The replica that is to become active: of the first owner that has one, else the
     * eldest; a parked one only if there is no other. Null if none can.
     */
    @Nullable Claim successor(ChildRecord row, List<Member> owners) {
        Claim parked = null;
        for (Claim claim : inOrder(live(row), owners)) {
            if (claim.state() != Claim.State.FAILED) {
                return claim;
            }
            parked = (parked == null) ? claim : parked;
        }
        return parked;
    }

    /** Claims that can become active: those of owners first, then those of others. */
    private List<Claim> inOrder(List<Claim> claims, List<Member> owners) {
        List<MemberId> order = new ArrayList<>(owners.stream().map(Member::id).toList());
        this.state.directory.up().stream().map(Member::id).filter((id) -> !order.contains(id)).forEach(order::add);
        return order.stream()
            .flatMap((id) -> claims.stream()
                .filter((claim) -> claim.member().equals(id) && claim.role() == Role.PASSIVE))
            .toList();
    }

    /**
     * Role in which this member, an owner without a claim, is to take one; null if
     * somebody else has to go first.
     */
    @Nullable Role toTake(ChildRecord row, List<Member> owners, int place) {
        if (!this.state.strategies.hasOneActive()) {
            return this.state.strategies.role(place);
        }
        if (!lacksActive(row)) {
            return Role.PASSIVE;
        }
        boolean first = owners.stream()
            .map(Member::id)
            .filter((id) -> row.claimOf(id) == null)
            .findFirst()
            .filter(this.state.self()::equals)
            .isPresent();
        return (first && successor(row, owners) == null) ? Role.ACTIVE : null;
    }

}
