package io.processhub.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * One compare-and-set on one row of the registry map. The map applies it where the row is
 * and answers the row as it then stands; whoever sent it reads from that row whether it
 * succeeded. Applying a command twice does the same as applying it once, so a call
 * without an answer may be repeated.
 */
public sealed interface RegistryCommand {

    ChildKey key();

    /**
     * The row after the command; the same instance if nothing changed; null if there is
     * no row.
     * @param current row as it stands, null if there is none
     */
    @Nullable ChildRecord apply(@Nullable ChildRecord current);

    /**
     * Writes a new row with a claim, unless the child exists.
     *
     * @param startId number of the call, kept in the row
     * @param freshEpoch epoch for a child that has no row
     */
    record Create(ChildSpec spec, long startId, MemberId member, Role role,
            long freshEpoch) implements RegistryCommand {

        @Override
        public ChildKey key() {
            return this.spec.key();
        }

        @Override
        public ChildRecord apply(@Nullable ChildRecord current) {
            if (current != null && !current.isSettled()) {
                return current;
            }
            long epoch = (current == null) ? this.freshEpoch : Math.max(current.epoch() + 1, this.freshEpoch);
            long version = (current == null) ? 1 : current.version() + 1;
            Claim claim = new Claim(this.member, epoch, this.role, Claim.State.RUNNING, 1, null);
            return new ChildRecord(this.spec, epoch, version, List.of(claim), this.startId, 0);
        }

    }

    /**
     * Takes a claim that is free, or that members hold who are gone.
     *
     * @param expectedEpoch epoch of the row on which the decision was made
     * @param gone holders whose claims are void
     * @param copies most claims the child may have
     * @param leastEpoch least epoch of the claim
     */
    record Take(ChildKey key, long expectedEpoch, Set<MemberId> gone, MemberId member, Role role, int copies,
            long leastEpoch) implements RegistryCommand {

        public Take {
            gone = Set.copyOf(gone);
        }

        @Override
        public @Nullable ChildRecord apply(@Nullable ChildRecord current) {
            if (current == null || current.isRemoved() || current.epoch() != this.expectedEpoch
                    || current.claimOf(this.member) != null) {
                return current;
            }
            List<Claim> claims = new ArrayList<>(current.claims());
            claims.removeIf((claim) -> this.gone.contains(claim.member()));
            if (claims.size() >= this.copies) {
                return current;
            }
            long epoch = Math.max(current.epoch() + 1, this.leastEpoch);
            claims.add(new Claim(this.member, epoch, this.role, Claim.State.RUNNING, 1, null));
            return changed(current, epoch, claims, 0);
        }

    }

    /**
     * Gives a claim to another member, with the next epoch, in one step. A parked child
     * stays parked.
     *
     * @param member the holder, which has stopped the child
     * @param epoch epoch of its claim
     * @param target the new holder, which may be the same one; null if there is none,
     * then the claim is free
     * @param leastEpoch least epoch of the new claim
     */
    record Transfer(ChildKey key, MemberId member, long epoch, @Nullable MemberId target,
            long leastEpoch) implements RegistryCommand {

        @Override
        public @Nullable ChildRecord apply(@Nullable ChildRecord current) {
            Claim held = held(current, this.member, this.epoch);
            if (current == null || held == null) {
                return current;
            }
            List<Claim> claims = without(current, held);
            long next = current.epoch();
            boolean free = claims.stream().noneMatch((claim) -> claim.member().equals(this.target));
            if (this.target != null && !current.isRemoved() && free) {
                next = Math.max(next + 1, this.leastEpoch);
                Claim.State state = (held.state() == Claim.State.FAILED) ? Claim.State.FAILED : Claim.State.RUNNING;
                claims.add(new Claim(this.target, next, held.role(), state, 1, held.error()));
            }
            return changed(current, next, claims, current.removedAt());
        }

    }

    /**
     * Makes a replica that stands by the active one, with the next epoch, in one step:
     * whoever was active before is not any more.
     *
     * @param expectedEpoch epoch of the row on which the decision was made
     * @param gone holders whose claims are void, or given up by this
     * @param member who becomes active
     * @param leastEpoch least epoch of its claim
     */
    record Promote(ChildKey key, long expectedEpoch, Set<MemberId> gone, MemberId member,
            long leastEpoch) implements RegistryCommand {

        public Promote {
            gone = Set.copyOf(gone);
        }

        @Override
        public @Nullable ChildRecord apply(@Nullable ChildRecord current) {
            Claim held = (current == null) ? null : current.claimOf(this.member);
            if (current == null || held == null || current.isRemoved() || current.epoch() != this.expectedEpoch) {
                return current;
            }
            long epoch = Math.max(current.epoch() + 1, this.leastEpoch);
            List<Claim> claims = current.claims()
                .stream()
                .filter((claim) -> claim.equals(held) || !this.gone.contains(claim.member()))
                .map((claim) -> claim.equals(held) ? promoted(held, epoch) : claim.with(Role.PASSIVE))
                .toList();
            return changed(current, epoch, claims, 0);
        }

        private static Claim promoted(Claim held, long epoch) {
            return new Claim(held.member(), epoch, Role.ACTIVE, Claim.State.RUNNING, held.incarnation(), held.error());
        }

    }

    /** Reports how the replica of a claim fares. */
    record Update(ChildKey key, MemberId member, long epoch, Claim.State state, int incarnation,
            @Nullable String error) implements RegistryCommand {

        @Override
        public @Nullable ChildRecord apply(@Nullable ChildRecord current) {
            Claim held = held(current, this.member, this.epoch);
            if (current == null || held == null) {
                return current;
            }
            Claim updated = held.with(this.state, this.incarnation, this.error);
            if (updated.equals(held)) {
                return current;
            }
            List<Claim> claims = new ArrayList<>(current.claims());
            claims.set(claims.indexOf(held), updated);
            return changed(current, current.epoch(), claims, current.removedAt());
        }

    }

    /**
     * Says that the child should run nowhere. Claims stay until their holders have
     * stopped it.
     *
     * @param now milliseconds since 1970, not 0
     */
    record Remove(ChildKey key, long now) implements RegistryCommand {

        @Override
        public @Nullable ChildRecord apply(@Nullable ChildRecord current) {
            return (current == null || current.isRemoved()) ? current
                    : changed(current, current.epoch(), current.claims(), this.now);
        }

    }

    /**
     * Gives up a claim for good because the child has completed: it should run nowhere.
     *
     * @param epoch epoch of the claim
     * @param now milliseconds since 1970, not 0
     */
    record Complete(ChildKey key, MemberId member, long epoch, long now) implements RegistryCommand {

        @Override
        public @Nullable ChildRecord apply(@Nullable ChildRecord current) {
            Claim held = held(current, this.member, this.epoch);
            if (current == null || held == null) {
                return current;
            }
            List<Claim> claims = without(current, held);
            return changed(current, current.epoch(), claims, current.isRemoved() ? current.removedAt() : this.now);
        }

    }

    /**
     * Brings the map up to a row that a view knows and the map has lost, or lost and
     * written anew since. The next Create after a tombstone jumps ahead by itself.
     *
     * @param row row of the view
     * @param leastEpoch least epoch of a row that should run: greater than any that was
     * granted unseen
     */
    record Restore(ChildRecord row, long leastEpoch) implements RegistryCommand {

        @Override
        public ChildKey key() {
            return this.row.key();
        }

        @Override
        public ChildRecord apply(@Nullable ChildRecord current) {
            if (current != null && !this.row.isNewerThan(current)) {
                return current;
            }
            // a tombstone must not outdo a child started on the other side of a split
            if (this.row.isRemoved()) {
                return this.row;
            }
            long epoch = Math.max(this.row.epoch(), this.leastEpoch);
            return changed(this.row, epoch, this.row.claims(), 0);
        }

    }

    /**
     * Forgets the row of a child that was stopped, if nothing has happened to it since.
     */
    record Purge(ChildKey key, long epoch, long version) implements RegistryCommand {

        @Override
        public @Nullable ChildRecord apply(@Nullable ChildRecord current) {
            if (current == null || current.epoch() != this.epoch || current.version() != this.version) {
                return current;
            }
            return (current.isSettled()) ? null : current;
        }

    }

    /** Changes nothing, so that the row is answered as it stands. */
    static RegistryCommand read(ChildKey key) {
        return new Purge(key, -1, -1);
    }

    /** Grants that may have been lost unseen together with a row. */
    long UNSEEN = 1024;

    private static @Nullable Claim held(@Nullable ChildRecord row, MemberId member, long epoch) {
        Claim claim = (row == null) ? null : row.claimOf(member);
        return (claim != null && claim.epoch() == epoch) ? claim : null;
    }

    private static List<Claim> without(ChildRecord row, Claim claim) {
        List<Claim> others = new ArrayList<>(row.claims());
        others.remove(claim);
        return others;
    }

    private static ChildRecord changed(ChildRecord row, long epoch, List<Claim> claims, long removedAt) {
        return new ChildRecord(row.spec(), epoch, row.version() + 1, claims, row.startId(), removedAt);
    }

}
