package io.processhub.coordination;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * Makes a replica that stands by the active one when that is lost or has to leave, and
 * lets incarnations follow their claims. The active role does not move otherwise: not to
 * a better owner that joins or comes back either.
 */
final class Promotions {

    private final HubState state;

    Promotions(HubState state) {
        this.state = state;
    }

    /** Whether the replicas of a row need a look, beside the one that is held here. */
    boolean concern(ChildRecord row, Claim held) {
        if (row.claims().size() == 1 && held.role() == Role.ACTIVE) {
            return false;
        }
        return this.state.roles.lacksActive(row) || this.state.roles.hasGone(row);
    }

    /**
     * Makes the replica of this member active if that is due; answers whether it was, so
     * that nothing else is to be done yet.
     */
    boolean promote(ChildRecord row, Claim held, List<Member> owners, @Nullable LocalChild child) {
        if (child == null || !canAct(child.phase()) || !this.state.roles.lacksActive(row)
                || !held.equals(this.state.roles.successor(row, owners))) {
            return false;
        }
        long epoch = this.state.roles.epochFor(row.key(), Role.ACTIVE, row.epoch(), row.epoch() + 1);
        if (epoch > 0) {
            this.state.calls
                .add(new RegistryCommand.Promote(row.key(), row.epoch(), gone(row), this.state.self(), epoch));
        }
        return true;
    }

    private static boolean canAct(LocalChild.Phase phase) {
        return switch (phase) {
            case RUNNING, WAITING, PARKED -> true;
            case STOPPING, STOPPED, COMPLETED -> false;
        };
    }

    private Set<MemberId> gone(ChildRecord row) {
        Set<MemberId> gone = new HashSet<>();
        row.claims().stream().map(Claim::member).filter(this.state::isGone).forEach(gone::add);
        return gone;
    }

    /**
     * Gives the active role of a child that has stopped here to the replica of an owner
     * that stands by, and the claim away; answers whether there is one.
     * @param target owner without a replica, which gets the state if it is handed over
     */
    boolean passOn(ChildRecord row, Claim held, List<Member> owners, @Nullable MemberId target) {
        boolean handedOver = target != null && this.state.roles.handsOver(held.role());
        Claim heir = (held.role() == Role.ACTIVE && this.state.strategies.hasOneActive() && !handedOver)
                ? this.state.roles.successor(row, owners) : null;
        if (heir == null || heir.state() == Claim.State.FAILED || !isOwner(heir.member(), owners)) {
            return false;
        }
        long epoch = this.state.roles.epochToHand(row, Role.ACTIVE, heir.member());
        if (epoch > 0) {
            Set<MemberId> gone = gone(row);
            gone.add(held.member());
            LocalChild child = this.state.children.get(row.key());
            if (child != null) {
                child.offer();
            }
            this.state.calls.add(new RegistryCommand.Promote(row.key(), row.epoch(), gone, heir.member(), epoch));
        }
        return true;
    }

    private static boolean isOwner(MemberId member, List<Member> owners) {
        return owners.stream().anyMatch((owner) -> owner.id().equals(member));
    }

    /**
     * Lets a child follow its claim if that only changed its role, or became active;
     * false if the claim it runs under is no more. One that is to become active does so
     * when the voters have agreed.
     */
    boolean follows(LocalChild child, ChildRecord row, Claim claim) {
        if (claim.epoch() == child.epoch()) {
            if (claim.role() != child.role()) {
                follow(child, claim);
            }
            return true;
        }
        if (child.role() == Role.ACTIVE || child.phase() != LocalChild.Phase.RUNNING || claim.epoch() < child.epoch()) {
            return false;
        }
        if (!row.isRemoved() && this.state.roles.permit(row.key(), claim)) {
            follow(child, claim);
        }
        return true;
    }

    private void follow(LocalChild child, Claim claim) {
        child.follow(claim);
        if (child.phase() == LocalChild.Phase.RUNNING) {
            this.state.outbox
                .add(new Effect.ChangeClaim(child.key(), child.startEpoch(), child.incarnation(), child.current()));
        }
    }

}
