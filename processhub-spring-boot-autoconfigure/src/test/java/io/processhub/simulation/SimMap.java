package io.processhub.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Role;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Registry map as Hazelcast keeps it: partitions with an owner and one backup; a call
 * waits while its owner is dead but not yet removed; rows are lost with the last node
 * that holds them.
 */
final class SimMap {

    private static final int PARTITIONS = 7;

    private final Simulation simulation;

    private final Scheduler scheduler;

    private final @Nullable Bug bug;

    private final List<Partition> partitions = new ArrayList<>();

    private final Map<ChildKey, Long> granted = new HashMap<>();

    private final Consumer<ChildRecord> lost;

    SimMap(Simulation simulation, Scheduler scheduler, @Nullable Bug bug, Consumer<ChildRecord> lost) {
        this.simulation = simulation;
        this.scheduler = scheduler;
        this.bug = bug;
        this.lost = lost;
        for (int i = 0; i < PARTITIONS; i++) {
            this.partitions.add(new Partition());
        }
    }

    /** Rows, the nodes that hold them, owner first, and calls that wait for the owner. */
    private static final class Partition {

        private final Map<ChildKey, ChildRecord> rows = new TreeMap<>();

        private final List<SimNode> holders = new ArrayList<>();

        private final List<Runnable> waiting = new ArrayList<>();

    }

    private Partition partition(ChildKey key) {
        return this.partitions.get(Math.floorMod(key.hashCode(), PARTITIONS));
    }

    @Nullable ChildRecord row(ChildKey key) {
        return partition(key).rows.get(key);
    }

    /** Whether it has a row of a child that should run. */
    boolean knows(ChildKey key) {
        ChildRecord row = row(key);
        return row != null && !row.isRemoved();
    }

    List<ChildRecord> rows() {
        return this.partitions.stream().flatMap((partition) -> partition.rows.values().stream()).toList();
    }

    /** Carries out one command where its row is, as soon as its owner is alive. */
    void apply(RegistryCommand command, Consumer<@Nullable ChildRecord> answer) {
        apply(null, command, answer);
    }

    /**
     * Carries out a command; while it waits for its owner, it dies with the node that
     * sent it.
     */
    void apply(@Nullable SimNode caller, RegistryCommand command, Consumer<@Nullable ChildRecord> answer) {
        Partition partition = partition(command.key());
        if (partition.holders.isEmpty() || !isReachable(partition.holders.getFirst())) {
            partition.waiting.add(() -> {
                if (caller == null || caller.isAlive()) {
                    apply(caller, command, answer);
                }
            });
            return;
        }
        ChildRecord current = partition.rows.get(command.key());
        ChildRecord next = tamper(command, current, tamper(command, current).apply(current));
        this.simulation.trace(command.key(), "map", command + " -> " + next);
        if (next == null) {
            partition.rows.remove(command.key());
        }
        else {
            partition.rows.put(command.key(), next);
            checkGrants(command instanceof RegistryCommand.Restore, current, next);
        }
        answer.accept(next);
    }

    private RegistryCommand tamper(RegistryCommand command, @Nullable ChildRecord current) {
        if (this.bug == Bug.NO_COMPARE_AND_SET && command instanceof RegistryCommand.Take take && current != null) {
            return new RegistryCommand.Take(take.key(), current.epoch(), take.gone(), take.member(), take.role(), 9, 0);
        }
        if (this.bug == Bug.PROMOTED_UNSEEN && command instanceof RegistryCommand.Promote promote && current != null) {
            return new RegistryCommand.Promote(promote.key(), current.epoch(), promote.gone(), promote.member(), 0);
        }
        if (this.bug == Bug.EPOCH_REUSED && command instanceof RegistryCommand.Restore restore) {
            ChildRecord row = restore.row();
            long epoch = row.claims().stream().mapToLong(Claim::epoch).min().orElse(row.epoch());
            return (current != null) ? new RegistryCommand.Purge(row.key(), -1, -1) : new RegistryCommand.Restore(
                    new ChildRecord(row.spec(), epoch - 1, row.version(), row.claims(), row.startId(), row.removedAt()),
                    0);
        }
        return command;
    }

    /** What a mistake makes of the row that a command answers. */
    private @Nullable ChildRecord tamper(RegistryCommand command, @Nullable ChildRecord current,
            @Nullable ChildRecord next) {
        if (this.bug != Bug.OTHERS_STAY_ACTIVE || !(command instanceof RegistryCommand.Promote promote)
                || current == null || next == null || next == current) {
            return next;
        }
        List<Claim> claims = new ArrayList<>(current.claims());
        claims.replaceAll((claim) -> claim.member().equals(promote.member()) ? next.active().orElse(claim) : claim);
        return new ChildRecord(next.spec(), next.epoch(), next.version(), claims, next.startId(), next.removedAt());
    }

    /**
     * Every epoch granted for a child is greater than every one granted before; but for a
     * row that is written anew right after its loss, whose epoch rests on the clock.
     */
    private void checkGrants(boolean restored, @Nullable ChildRecord before, ChildRecord after) {
        checkCount(after);
        for (Claim claim : after.claims()) {
            if (!isUnique(claim)) {
                continue;
            }
            boolean held = before != null && before.claims()
                .stream()
                .anyMatch((c) -> c.epoch() == claim.epoch() && c.member().equals(claim.member()));
            long last = this.granted.getOrDefault(after.key(), 0L);
            boolean anew = before == null && this.simulation.isExcused(after.key());
            if (!held && !restored && !anew && claim.epoch() <= last) {
                throw new AssertionError("epoch " + claim.epoch() + " granted after " + last + ": " + after);
            }
            this.granted.merge(after.key(), claim.epoch(), Math::max);
        }
    }

    private void checkCount(ChildRecord after) {
        if (after.claims().size() > this.simulation.mostClaims()) {
            throw new AssertionError("too many claims for one child: " + after);
        }
        long active = after.claims().stream().filter((claim) -> claim.role() == Role.ACTIVE).count();
        if (active > 1 && this.simulation.hasOneActive()) {
            throw new AssertionError("two active replicas of one child: " + after);
        }
    }

    /**
     * Under a quorum strategy voters keep the order of epochs, and they know those of
     * active replicas only.
     */
    private boolean isUnique(Claim claim) {
        return !this.simulation.isQuorate() || this.simulation.hasOneActive() && claim.role() == Role.ACTIVE;
    }

    /** Compares the rows whose owner is this node, or one of others, with its view. */
    Signal.Scanned scan(SimNode node, RegistryView view, Instant expiredBefore, Set<String> others) {
        List<ChildRecord> newer = new ArrayList<>();
        List<ChildKey> behind = new ArrayList<>();
        List<ChildRecord> expired = new ArrayList<>();
        for (Partition partition : this.partitions) {
            if (this.bug != Bug.NO_REPAIR && !partition.holders.isEmpty() && (partition.holders.getFirst() == node
                    || others.contains(partition.holders.getFirst().address()))) {
                partition.rows.values().forEach((row) -> compare(row, view, expiredBefore, newer, behind, expired));
                view.forEach((row) -> {
                    if (partition(row.key()) == partition && !row.isRemoved()
                            && !partition.rows.containsKey(row.key())) {
                        behind.add(row.key());
                    }
                });
            }
        }
        behind.sort(null);
        return new Signal.Scanned(newer, behind, expired);
    }

    private static void compare(ChildRecord row, RegistryView view, Instant expiredBefore, List<ChildRecord> newer,
            List<ChildKey> behind, List<ChildRecord> expired) {
        ChildRecord known = view.row(row.key());
        boolean old = row.isSettled() && row.removedAt() < expiredBefore.toEpochMilli();
        if (old && (known == null || !row.isNewerThan(known))) {
            expired.add(row);
        }
        else if (known == null || row.isNewerThan(known)) {
            newer.add(row);
        }
        else if (known.isNewerThan(row)) {
            behind.add(row.key());
        }
    }

    /** A node is dead: what only it held is lost. */
    void crashed(SimNode node) {
        for (Partition partition : this.partitions) {
            if (partition.holders.contains(node)
                    && partition.holders.stream().noneMatch((holder) -> holder != node && isReachable(holder))) {
                partition.rows.values().forEach(this.lost);
                partition.rows.clear();
            }
        }
    }

    /**
     * The cluster has noticed who is there: backups become owners, and soon get backups
     * of their own.
     */
    void nodes(List<SimNode> nodes) {
        for (Partition partition : this.partitions) {
            partition.holders.removeIf((holder) -> !nodes.contains(holder));
            if (partition.holders.isEmpty() && !nodes.isEmpty()) {
                partition.holders.add(any(nodes));
            }
            this.scheduler.after(this.scheduler.millis(20, 500), () -> addBackup(partition, nodes));
            List<Runnable> waiting = List.copyOf(partition.waiting);
            partition.waiting.clear();
            waiting.forEach(Runnable::run);
        }
    }

    private void addBackup(Partition partition, List<SimNode> nodes) {
        List<SimNode> candidates = nodes.stream()
            .filter((node) -> isReachable(node) && !partition.holders.contains(node))
            .toList();
        boolean ownerAlive = !partition.holders.isEmpty() && isReachable(partition.holders.getFirst());
        if (ownerAlive && partition.holders.size() < 2 && !candidates.isEmpty()) {
            partition.holders.add(any(candidates));
        }
    }

    /** A node is about to leave: its partitions go to others first, with their rows. */
    void evacuate(SimNode node, List<SimNode> others) {
        List<SimNode> alive = others.stream().filter(this::isReachable).toList();
        for (Partition partition : this.partitions) {
            if (partition.holders.remove(node) && partition.holders.stream().noneMatch(this::isReachable)
                    && !alive.isEmpty()) {
                partition.holders.addFirst(any(alive));
            }
        }
    }

    private boolean isReachable(SimNode node) {
        return node.isAlive() && node.side().map() == this;
    }

    /**
     * The map as the nodes of another side go on with it: with the rows that they hold.
     */
    SimMap copy() {
        SimMap copy = new SimMap(this.simulation, this.scheduler, this.bug, this.lost);
        for (int i = 0; i < PARTITIONS; i++) {
            copy.partitions.get(i).rows.putAll(this.partitions.get(i).rows);
            copy.partitions.get(i).holders.addAll(this.partitions.get(i).holders);
        }
        copy.granted.putAll(this.granted);
        return copy;
    }

    /**
     * The nodes of the other side are out of reach: what only they hold is lost to this
     * side.
     */
    void cut() {
        for (Partition partition : this.partitions) {
            partition.holders.removeIf((holder) -> holder.isAlive() && holder.side().map() != this);
            if (partition.holders.stream().noneMatch(this::isReachable)) {
                partition.rows.values().forEach(this.lost);
                partition.rows.clear();
                partition.holders.clear();
            }
        }
    }

    /** Takes in the rows of another side; of two rows of a child the newer one stays. */
    void merge(SimMap other) {
        for (int i = 0; i < PARTITIONS; i++) {
            Partition partition = this.partitions.get(i);
            other.partitions.get(i).rows.forEach((key, row) -> partition.rows.merge(key, row,
                    (mine, theirs) -> theirs.isNewerThan(mine) ? theirs : mine));
        }
        rows().forEach((row) -> this.granted.put(row.key(), row.epoch()));
    }

    private SimNode any(List<SimNode> nodes) {
        return nodes.get(this.scheduler.random().nextInt(nodes.size()));
    }

}
