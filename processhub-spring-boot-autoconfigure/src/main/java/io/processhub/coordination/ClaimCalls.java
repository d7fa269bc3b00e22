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

/** Asks the registry map for claims, and gives them away. */
final class ClaimCalls {

    private final HubState state;

    private final Promotions promotions;

    ClaimCalls(HubState state, Promotions promotions) {
        this.state = state;
        this.promotions = promotions;
    }

    /** Claims whose holders are gone. */
    List<Claim> gone(ChildRecord row) {
        return row.claims().stream().filter((claim) -> this.state.isGone(claim.member())).toList();
    }

    /** Asks for a claim; those whose holders are gone are void. */
    void take(ChildRecord row, Role role) {
        long next = StoredRow.nextEpoch(row, this.state.freshEpoch());
        long epoch = this.state.roles.epochFor(row.key(), role, row.epoch(), next);
        if (epoch == 0) {
            return;
        }
        Set<MemberId> gone = new HashSet<>();
        gone(row).forEach((claim) -> gone.add(claim.member()));
        this.state.calls.add(new RegistryCommand.Take(row.key(), row.epoch(), gone, this.state.self(), role,
                this.state.copies(), epoch));
    }

    /**
     * Gives a claim to the first owner without one; the active role goes to a replica
     * that stands by, if there is one.
     */
    void hand(ChildRecord row, Claim claim, List<Member> owners) {
        MemberId target = owners.stream()
            .map(Member::id)
            .filter((id) -> row.claimOf(id) == null)
            .findFirst()
            .orElse(null);
        if (this.promotions.passOn(row, claim, owners, target)) {
            return;
        }
        long epoch = (target == null) ? 0 : this.state.roles.epochToHand(row, claim.role(), target);
        if (target == null || epoch > 0) {
            transfer(row, claim, target, epoch);
        }
    }

    /**
     * Gives a claim away. If it is of this member, its child has no thread, and gets none
     * while the call is under way.
     */
    private void transfer(ChildRecord row, Claim claim, @Nullable MemberId target, long epoch) {
        LocalChild child = this.state.children.get(row.key());
        if (child != null && claim.member().equals(this.state.self())) {
            child.offer();
        }
        this.state.calls.add(new RegistryCommand.Transfer(row.key(), claim.member(), claim.epoch(), target, epoch));
    }

    /** Gives up a claim; nobody gets it. */
    void release(ChildRecord row, Claim claim) {
        transfer(row, claim, null, 0);
    }

    /**
     * Takes back a claim that was offered to another member without an answer: under the
     * next epoch, so that the offer is void should it come true late.
     * @param above what the new epoch has to be greater than in any case
     */
    void renew(ChildRecord row, Claim claim, long above) {
        long last = Math.max(row.epoch(), above);
        long epoch = this.state.roles.epochFor(row.key(), claim.role(), last, last + 1);
        if (epoch > 0) {
            this.state.calls.add(new RegistryCommand.Transfer(row.key(), this.state.self(), claim.epoch(),
                    this.state.self(), epoch));
        }
    }

}
