package io.processhub.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionContext;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.MigrationStrategy;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * Asks the strategies, which may be the application's own: one that throws, or answers
 * nonsense, is reported and harms nothing but the operation that needs its answer.
 */
final class StrategyCalls {

    private final HubSettings settings;

    private final Outbox outbox;

    StrategyCalls(HubSettings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
    }

    /** Replicas of each child, 1 if the strategy does not know. */
    int copies(int members) {
        Integer copies = ask("redundancy", () -> this.settings.redundancy().copies(members));
        return (copies == null) ? 1 : Math.max(1, copies);
    }

    Role role(int owner) {
        Role role = ask("redundancy", () -> this.settings.redundancy().role(owner));
        return (role == null) ? Role.ACTIVE : role;
    }

    /** Whether at most one replica may be active; so if the strategy does not know. */
    boolean hasOneActive() {
        Boolean one = ask("redundancy", () -> this.settings.redundancy().hasOneActive());
        return one == null || one;
    }

    /**
     * Owners of children: of those who may own some, each once; null if the strategy
     * fails, which is not the same as that there are none.
     */
    @Nullable Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, DistributionContext context) {
        Map<ChildKey, List<Member>> owners = ask("distribution",
                () -> this.settings.distribution().owners(specs, context));
        return (owners == null) ? null : known(owners, context.members(), context.copies());
    }

    /** Whether this member starts what it is asked to start, if it can. */
    boolean trustsCaller() {
        return Boolean.TRUE.equals(ask("distribution", () -> this.settings.distribution().trustsCaller()));
    }

    /** Children that must not be started, and why; none if the strategy fails. */
    Map<ChildKey, String> refusals(Collection<ChildSpec> specs, DistributionContext context) {
        Map<ChildKey, String> refusals = ask("distribution",
                () -> this.settings.distribution().refusals(specs, context));
        return (refusals == null) ? Map.of() : refusals;
    }

    private static Map<ChildKey, List<Member>> known(Map<ChildKey, List<Member>> owners, List<Member> members,
            int copies) {
        Map<MemberId, Member> byId = new HashMap<>();
        members.forEach((member) -> byId.put(member.id(), member));
        Map<ChildKey, List<Member>> known = LinkedHashMap.newLinkedHashMap(owners.size());
        owners.forEach((key, named) -> known.put(key, known(named, byId, copies)));
        return known;
    }

    private static List<Member> known(List<Member> named, Map<MemberId, Member> byId, int copies) {
        if (named.size() == 1 && byId.get(named.getFirst().id()) == named.getFirst()) {
            return named;
        }
        List<Member> known = new ArrayList<>(copies);
        for (Member member : named) {
            Member here = byId.get(member.id());
            if (here != null && !known.contains(here) && known.size() < copies) {
                known.add(here);
            }
        }
        return known;
    }

    /** How many children may begin to move, none if the strategy does not know. */
    int admit(int moving, int waiting, boolean leaving) {
        if (waiting == 0) {
            return 0;
        }
        MigrationStrategy migration = this.settings.migration();
        Integer admitted = ask("migration",
                () -> leaving ? migration.admitLeaving(moving, waiting) : migration.admit(moving, waiting));
        return (admitted == null) ? 0 : Math.clamp(admitted, 0, waiting);
    }

    /** Whether children move hot, cold if the strategy does not know. */
    boolean isHot() {
        return Boolean.TRUE.equals(ask("migration", this.settings.migration()::isHot));
    }

    /** Whether children that move hot hand their state over. */
    boolean handsOver() {
        return Boolean.TRUE.equals(ask("migration", this.settings.migration()::handsOver));
    }

    /** Longest time a child goes on beside its successor. */
    Duration retention() {
        return time("migration", this.settings.migration()::retention);
    }

    /** How long the new owner of a child may take to build its bean. */
    Duration migrationTimeout() {
        return time("migration", this.settings.migration()::timeout);
    }

    /** Time between two attempts to move a child that could not move. */
    Duration moveRetryInterval() {
        return time("migration", this.settings.migration()::retryInterval);
    }

    /** How long a child may ask for time, not at all if the strategy does not know. */
    Duration maxDeferTime() {
        Duration time = ask("migration", this.settings.migration()::maxDeferTime);
        return (time == null) ? Duration.ZERO : time;
    }

    /** Members to which changes go, all if the strategy does not know. */
    List<Member> recipients(List<Member> others, long seed) {
        List<Member> recipients = ask("synchronization",
                () -> this.settings.synchronization().recipients(others, seed));
        return (recipients == null) ? others : recipients;
    }

    /** Rounds in which a change is passed on, none if the strategy does not know. */
    int rounds(int members) {
        Integer rounds = ask("synchronization", () -> this.settings.synchronization().rounds(members));
        return (rounds == null) ? 0 : Math.max(0, rounds);
    }

    /**
     * Time between two rounds, that between two retries if the strategy does not know.
     */
    Duration interval() {
        return time("synchronization", this.settings.synchronization()::interval);
    }

    /**
     * Time between two comparisons, that between two retries if the strategy does not
     * know.
     */
    Duration syncInterval() {
        return time("synchronization", this.settings.synchronization()::syncInterval);
    }

    /** A time above 0, that between two retries if the strategy does not know. */
    private Duration time(String kind, Supplier<Duration> question) {
        Duration time = ask(kind, question);
        return (time == null || !time.isPositive()) ? this.settings.retryDelay() : time;
    }

    /** Whether newcomers are given a full copy; so if the strategy does not know. */
    boolean fillsNewcomers() {
        Boolean fills = ask("synchronization", this.settings.synchronization()::fillsNewcomers);
        return fills == null || fills;
    }

    /**
     * Votes needed of some members, all if the strategy does not know: it must be safe.
     */
    int quorum(int members) {
        Integer quorum = ask("partition-tolerance", () -> this.settings.partitionTolerance().quorum(members));
        return (quorum == null) ? members : Math.max(0, quorum);
    }

    private <T> @Nullable T ask(String kind, Supplier<T> question) {
        try {
            return question.get();
        }
        catch (RuntimeException | Error ex) {
            this.outbox.add(new Effect.Report("the " + kind + " strategy failed", ex));
            return null;
        }
    }

}
