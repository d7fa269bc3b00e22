package io.processhub.runtime;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.coordination.RegistryView;
import org.jspecify.annotations.Nullable;

/**
 * Where a call should go, as far as this member knows.
 *
 * @param self this member
 * @param members who is here
 * @param quorum whether this member is not partitioned
 */
record CallRoutes(MemberId self, RegistryView view, Supplier<List<Member>> members, BooleanSupplier quorum) {

    /** Where a call should go. */
    sealed interface Route {

        /** To this member. */
        record To(MemberId member) implements Route {
        }

        /** Nowhere for the moment. */
        record Held(String reason) implements Route {
        }

        /** Nowhere until someone acts. */
        record Parked(String reason) implements Route {
        }

        /** Nowhere: there is no such child; for sure if it was stopped. */
        record Unknown(boolean stopped) implements Route {
        }

    }

    /**
     * Route to a child.
     * @param hint who has the child according to another member, null if nobody said so
     */
    Route find(ChildKey key, @Nullable Claim hint) {
        ChildRecord row = this.view.row(key);
        if (hint != null && (row == null || hint.epoch() > row.epoch())) {
            return to(hint);
        }
        if (row == null || row.isRemoved()) {
            return new Route.Unknown(row != null);
        }
        Claim active = row.active().orElse(null);
        if (active == null) {
            return new Route.Held("it waits for a member that can run it");
        }
        if (active.state() == Claim.State.FAILED) {
            return new Route.Parked("it stays down, " + active.error());
        }
        return to(active);
    }

    private Route to(Claim claim) {
        return isHere(claim.member()) ? new Route.To(claim.member())
                : new Route.Held(claim.member() + " had it and is gone, and nobody has taken it over yet");
    }

    boolean isHere(MemberId member) {
        return member.equals(this.self) || node(member) != null;
    }

    /** Where messages to a member go, null if it is not here. */
    @Nullable String node(MemberId id) {
        for (Member member : this.members.get()) {
            if (member.id().equals(id)) {
                return member.node();
            }
        }
        return null;
    }

    boolean hasQuorum() {
        return this.quorum.getAsBoolean();
    }

}
