package io.processhub.coordination;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import org.jspecify.annotations.Nullable;

/**
 * What one member knows and has begun. Shared by the parts of its coordinator, owned by
 * the thread that calls it.
 */
final class HubState {

    private static final long EPOCH_BASE = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

    private static final int EPOCH_BITS = 10;

    final HubSettings settings;

    final RegistryView view;

    final Directory directory;

    final MapCalls calls = new MapCalls(this);

    final Timers timers = new Timers();

    final Outbox outbox = new Outbox();

    final StrategyCalls strategies;

    final GrantTable table;

    final Voting voting;

    final Lease lease = new Lease(this);

    final Grants grants = new Grants(this);

    final Quorums quorums;

    final Roles roles = new Roles(this);

    /** Children that have a thread here, wait for one, or are parked here. */
    final Map<ChildKey, LocalChild> children = new LinkedHashMap<>();

    /** Children to look at again. */
    final SequencedSet<ChildKey> dirty = new LinkedHashSet<>();

    /**
     * Children here whose owners are to be asked for, because members have come or gone.
     */
    final Set<ChildKey> mayMove = new HashSet<>();

    /** Children that are about to come here. */
    final Arrivals arrivals = new Arrivals(this);

    /** Kinds of events that someone wants to hear of. */
    private final Predicate<Class<? extends ProcessHubEvent>> wanted;

    /** How busy members were, when they said so last. Replaced as a whole. */
    volatile Map<MemberId, Double> loads = Map.of();

    Instant now = Instant.EPOCH;

    private long sequence;

    HubState(HubSettings settings, RegistryView view, Member self, Predicate<Class<? extends ProcessHubEvent>> wanted,
            long firstSequence) {
        this.sequence = firstSequence;
        this.wanted = wanted;
        this.settings = settings;
        this.strategies = new StrategyCalls(settings, this.outbox);
        this.view = view;
        this.directory = new Directory(self);
        this.table = new GrantTable(settings.lease().patience());
        this.voting = new Voting(this, this.table);
        this.quorums = new Quorums(this);
    }

    /** Number of a request; greater than all before. */
    long nextSequence() {
        return ++this.sequence;
    }

    MemberId self() {
        return this.directory.self().id();
    }

    int copies() {
        return this.strategies.copies(this.directory.members().size());
    }

    /** Owners of children; null if the strategy fails. */
    @Nullable Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs) {
        return this.strategies.owners(specs, placements());
    }

    /** Asks for the owners of a child here at the next look, which is soon. */
    void reconsider(ChildKey key) {
        if (this.children.containsKey(key)) {
            this.mayMove.add(key);
            this.dirty.add(key);
        }
    }

    /** What the distribution strategy may know. */
    Placements placements() {
        return new Placements(this, this.directory.up(), copies());
    }

    boolean isGone(MemberId member) {
        return this.directory.isGone(member, this.now);
    }

    /**
     * Takes a row into the view if it is newer, and has a look at its child; answers
     * whether it was newer.
     */
    boolean learn(ChildRecord row) {
        ChildRecord old = this.view.row(row.key());
        boolean newer = this.view.apply(row);
        if (newer) {
            this.dirty.add(row.key());
            tell(old, row);
        }
        return newer;
    }

    private void tell(@Nullable ChildRecord old, ChildRecord row) {
        if (!row.isRemoved()) {
            if (this.wanted.test(ProcessHubEvent.RegistryInserted.class)) {
                this.outbox.add(new Effect.Tell(new ProcessHubEvent.RegistryInserted(row)));
            }
        }
        else if (old != null && !old.isRemoved() && this.wanted.test(ProcessHubEvent.RegistryRemoved.class)) {
            this.outbox.add(new Effect.Tell(new ProcessHubEvent.RegistryRemoved(row.key())));
        }
        if (old != null && this.wanted.test(ProcessHubEvent.ChildMoved.class)) {
            new Changeover(old, row, this.directory).moves().forEach((move) -> this.outbox.add(new Effect.Tell(move)));
        }
    }

    /** How busy a member said it was, 0 if it has not. May be asked from any thread. */
    double load(MemberId member) {
        return this.loads.getOrDefault(member, 0.0);
    }

    /** No epoch is known to have been granted that is greater. */
    long highestEpoch() {
        long[] highest = { Math.max(freshEpoch(), this.table.highestEpoch()) };
        this.view.forEach((row) -> highest[0] = Math.max(highest[0], row.epoch()));
        return highest[0];
    }

    /**
     * Least epoch for a child of which nothing is known any more: the clock in the upper
     * part, so that it is greater than any epoch granted before, unless a child was
     * granted a thousand times in a millisecond. Below 2^53 until 2303, so that JSON
     * readers that know doubles only keep it exact.
     */
    long freshEpoch() {
        return Math.max(1, this.now.toEpochMilli() - EPOCH_BASE) << EPOCH_BITS;
    }

}
