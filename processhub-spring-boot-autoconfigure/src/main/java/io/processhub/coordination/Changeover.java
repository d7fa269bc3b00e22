package io.processhub.coordination;

import java.util.ArrayList;
import java.util.List;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent.ChildMoved;
import io.processhub.ProcessHubEvent.MoveReason;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * Reads from two rows of a child, one after the other, from whom to whom its replicas
 * have gone.
 */
record Changeover(ChildRecord before, ChildRecord after, Directory directory) {

    /**
     * A claim that is gone and a new one make a move, in the order in which they were
     * granted; a claim that is gone for a replica that stood by makes another one, if
     * that is active now.
     */
    List<ChildMoved> moves() {
        if (this.after.isRemoved() || this.before.isRemoved() || this.before.claims().equals(this.after.claims())
                || this.before.startId() != this.after.startId()) {
            return List.of();
        }
        List<Claim> left = missing(this.before, this.after);
        List<Claim> come = missing(this.after, this.before);
        List<ChildMoved> moves = new ArrayList<>();
        ChildMoved promotion = promotion();
        if (promotion != null) {
            moves.add(promotion);
            left.removeIf((claim) -> claim.member().equals(promotion.from()));
        }
        for (int i = 0; i < Math.min(left.size(), come.size()); i++) {
            moves.add(move(left.get(i).member(), come.get(i), false));
        }
        return moves;
    }

    /** Claims of members that have none in another row. */
    private static List<Claim> missing(ChildRecord row, ChildRecord other) {
        List<Claim> missing = new ArrayList<>(row.claims());
        missing.removeIf((claim) -> other.claimOf(claim.member()) != null);
        return missing;
    }

    private @Nullable ChildMoved promotion() {
        Claim old = this.before.active().orElse(null);
        Claim now = this.after.active().orElse(null);
        if (old == null || now == null || now.member().equals(old.member())) {
            return null;
        }
        Claim stoodBy = this.before.claimOf(now.member());
        return (stoodBy != null && stoodBy.role() == Role.PASSIVE) ? move(old.member(), now, true) : null;
    }

    private ChildMoved move(MemberId from, Claim to, boolean promoted) {
        return new ChildMoved(this.after.key(), from, to.member(), to.epoch(), reason(from), promoted);
    }

    private MoveReason reason(MemberId from) {
        for (Member member : this.directory.members()) {
            if (member.id().equals(from)) {
                return member.isUp() ? MoveReason.PLAN : MoveReason.DRAIN;
            }
        }
        return this.directory.saidGoodbye(from) ? MoveReason.DRAIN : MoveReason.TAKEOVER;
    }

}
