package io.processhub;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Row of the registry: what should run, who may run it, how it fares. A row of a stopped
 * child stays for a while as a tombstone, so that late news cannot bring the child back.
 *
 * @param spec what should run; its arguments are {@link Json}
 * @param epoch last epoch granted for the child
 * @param version grows with every change of the row; older rows never replace newer ones
 * @param claims who may run it, in the order they were granted
 * @param startId number of the call that started it
 * @param removedAt when it was stopped, in milliseconds since 1970; 0 while it should run
 */
public record ChildRecord(ChildSpec spec, long epoch, long version, List<Claim> claims, long startId, long removedAt) {

    public ChildRecord {
        claims = List.copyOf(claims);
    }

    public ChildKey key() {
        return this.spec.key();
    }

    /** Whether the child was stopped: it should run nowhere. */
    public boolean isRemoved() {
        return this.removedAt != 0;
    }

    /**
     * Whether nothing is left to be done for the child: it was stopped, and nobody holds
     * a claim any more.
     */
    public boolean isSettled() {
        return isRemoved() && this.claims.isEmpty();
    }

    /**
     * Whether it should run and nobody may run it at the moment: it waits for a member
     * that can have it.
     */
    public boolean isPending() {
        return !isRemoved() && this.claims.isEmpty();
    }

    /** The claim of a member, null if it has none. */
    public @Nullable Claim claimOf(MemberId member) {
        for (Claim claim : this.claims) {
            if (claim.member().equals(member)) {
                return claim;
            }
        }
        return null;
    }

    /** The replica that is active; the first one if several are. */
    public Optional<Claim> active() {
        return this.claims.stream().filter((claim) -> claim.role() == Role.ACTIVE).findFirst();
    }

    /**
     * Whether this row replaces another one of the same child. A total order, so that
     * members that compare two rows always keep the same one: by epoch, then version,
     * then removal, then start, then holders.
     */
    public boolean isNewerThan(ChildRecord other) {
        if (this.epoch != other.epoch) {
            return this.epoch > other.epoch;
        }
        if (this.version != other.version) {
            return this.version > other.version;
        }
        if (this.removedAt != other.removedAt) {
            return this.removedAt > other.removedAt;
        }
        if (this.startId != other.startId) {
            return this.startId > other.startId;
        }
        return !this.claims.equals(other.claims) && this.claims.toString().compareTo(other.claims.toString()) > 0;
    }

}
