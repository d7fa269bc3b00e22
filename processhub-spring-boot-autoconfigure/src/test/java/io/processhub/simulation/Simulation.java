package io.processhub.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.processhub.coordination.LeaseSettings;
import io.processhub.MigrationStrategy;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.RedundancyStrategy;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Json;
import io.processhub.Member;
import io.processhub.RestartPolicy;
import io.processhub.SynchronizationStrategy;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.Signal;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;
import io.processhub.redundancy.Singularity;
import io.processhub.synchronization.PubSub;
import org.jspecify.annotations.Nullable;

/**
 * A cluster under overlapping faults, from a seed. What must always hold is checked after
 * every event.
 */
final class Simulation {

    private static final Duration QUIET = Duration.ofSeconds(60);

    /** Seconds within which members that can have a quorum have one. */
    private static final int MOST_ROUNDS = 60;

    /** Then not even a message is late, so that nobody happens to lose a lease. */
    private static final Duration CALM = Duration.ofSeconds(10);

    private static final String TRACED = System.getProperty("processhub.trace", "");

    private final Scheduler scheduler;

    private final @Nullable Bug bug;

    private final SimNetwork network;

    private final SimClient client = new SimClient();

    private final List<String> trace = new ArrayList<>();

    /** Children of which the map has lost a row: for half a minute two may run. */
    private final Map<ChildKey, Instant> excused = new HashMap<>();

    /** Both sides of a split, or the only one. */
    private final List<Side> sides = new ArrayList<>();

    private int named;

    private boolean healing;

    private boolean moved;

    private long moves;

    private Instant apartUntil = Instant.MIN;

    private long checked;

    private Duration clocksOff = Duration.ofSeconds(2);

    private final PartitionToleranceStrategy tolerance;

    private SynchronizationStrategy synchronization = new PubSub(Duration.ofSeconds(5));

    private MigrationStrategy migration = new ColdSwap(5);

    private final SimMemory memory = new SimMemory();

    private final HeardElectorates electorates = new HeardElectorates();

    private RedundancyStrategy redundancy = new Singularity();

    private final Map<ChildKey, Turn> lastActive = new HashMap<>();

    Simulation(long seed, @Nullable Bug bug, PartitionToleranceStrategy tolerance) {
        this.tolerance = tolerance;
        this.scheduler = new Scheduler(seed);
        this.bug = bug;
        this.sides.add(new Side(this.scheduler, new SimMap(this, this.scheduler, bug, this::lostRow)));
        this.network = new SimNetwork(this.scheduler, this::node, bug);
    }

    @Nullable Bug bug() {
        return this.bug;
    }

    SimNetwork network() {
        return this.network;
    }

    SimClient client() {
        return this.client;
    }

    Scheduler scheduler() {
        return this.scheduler;
    }

    SimMemory memory() {
        return this.memory;
    }

    HeardElectorates electorates() {
        return this.electorates;
    }

    List<String> trace() {
        return this.trace;
    }

    /**
     * Notes what happens to the child whose name is given by {@code -Dprocesshub.trace}.
     */
    void trace(ChildKey key, String who, Object what) {
        if (key.value().equals(TRACED)) {
            note("   " + who + ": " + what);
        }
    }

    /** Notes a message that names the traced child. */
    void traceMessage(String who, Object message) {
        if (!TRACED.isEmpty() && message.toString().matches(".*\\b" + TRACED + "\\b.*")) {
            note("   " + who + ": " + message);
        }
    }

    void note(String what) {
        this.trace.add(this.scheduler.now() + " " + what);
    }

    private @Nullable SimNode node(String address) {
        return alive().stream().filter((node) -> node.address().equals(address)).findFirst().orElse(null);
    }

    List<SimNode> alive() {
        return this.sides.stream().flatMap((side) -> side.alive().stream()).toList();
    }

    static ChildSpec spec(ChildKey key) {
        return ChildSpec.of(key.value(), "worker", Json.NULL);
    }

    private HubSettings settings() {
        RestartPolicy restart = new RestartPolicy(RestartPolicy.Mode.PERMANENT, 100, Duration.ofSeconds(4),
                RestartPolicy.Backoff.DEFAULT);
        return new HubSettings("sim", new ConsistentHashing(32), this.redundancy, this.migration, this.synchronization,
                this.tolerance, LeaseSettings.DEFAULT, restart, HubSettings.HELLO_INTERVAL, HubSettings.RETRY_DELAY,
                (this.bug == Bug.NO_TOMBSTONES) ? Duration.ZERO : HubSettings.TOMBSTONE_RETENTION);
    }

    /**
     * Members that have never met may each found an electorate of their own: no quorum
     * strategy can know better.
     */
    void meet() {
        if (isQuorate()) {
            run(Duration.ofSeconds(5));
        }
    }

    SimNode join() {
        String place = "m" + ++this.named;
        return join(place, place);
    }

    /** A node comes on which the hub does not run. */
    SimNode joinWithoutHub() {
        String place = "n" + ++this.named;
        Side side = this.sides.getFirst();
        SimNode node = new SimNode(this, side, place, place, settings());
        node.dismissHub();
        side.nodes().add(node);
        side.announce();
        return node;
    }

    private SimNode join(String name, String place) {
        boolean empty = this.sides.getFirst().alive().isEmpty();
        return join(name, place, empty ? this.sides.getLast() : this.sides.getFirst());
    }

    private SimNode join(String name, String place, Side side) {
        SimNode node = new SimNode(this, side, name, place, settings());
        note("join " + node.name());
        side.nodes().add(node);
        side.tell(node);
        side.announce();
        return node;
    }

    /** Kills a node; the cluster misses it after a while. */
    void crash(SimNode node) {
        note("crash " + node.name());
        node.crash();
        node.side().map().crashed(node);
        excuseUnknown();
        missSoon(node, 100, 600);
    }

    /** Kills a node; another one comes up in its place. */
    void restart(SimNode node) {
        crash(node);
        this.scheduler.after(this.scheduler.millis(50, 3000), () -> succeed(node));
    }

    /** Kills a node, which is missed at once. */
    void kill(SimNode node) {
        crash(node);
        this.sides.forEach((side) -> side.remove(node));
    }

    /** Another node comes up in the place of one that is dead, on the first side. */
    SimNode succeed(SimNode dead) {
        return join(dead.place() + "#" + ++this.named, dead.place());
    }

    /**
     * Another node comes up in the place of one that is dead, where it reaches this one.
     */
    SimNode succeed(SimNode dead, SimNode beside) {
        return join(dead.place() + "#" + ++this.named, dead.place(), beside.side());
    }

    private void missSoon(SimNode node, int least, int most) {
        this.scheduler.after(this.scheduler.millis(least, most),
                () -> this.sides.stream()
                    .filter((side) -> !node.isAlive() || node.side() != side)
                    .forEach((side) -> side.remove(node)));
    }

    /** A node that has handed over its children leaves. */
    void left(SimNode node) {
        note("left " + node.name());
        if (node.isWorking()) {
            throw new AssertionError(node.name() + " left with children: " + node.running());
        }
        node.side().map().evacuate(node, node.side().alive().stream().filter((other) -> other != node).toList());
        node.crash();
        this.sides.forEach((side) -> side.remove(node));
        excuseUnknown();
    }

    /** Someone wants a child elsewhere; it stays there until members come or go. */
    void move(SimNode node, ChildKey key, SimNode target) {
        note("move " + key + " to " + target.name() + ", asked for at " + node.name());
        this.moved = true;
        node.signal(new Signal.Move(++this.moves, key, target.id()));
    }

    boolean isSplit() {
        return this.sides.size() > 1;
    }

    /**
     * Cuts the network in two. Each side goes on with its part of the map, and misses the
     * other after a while.
     */
    void split() {
        List<SimNode> alive = this.sides.getFirst().alive();
        if (alive.size() > 1) {
            split(alive.subList(0, 1 + this.scheduler.random().nextInt(alive.size() - 1)));
        }
    }

    /**
     * A node stops for so long that the others go on without it, as it does without them
     * when it wakes.
     */
    void freeze(SimNode node) {
        if (!isSplit() && alive().size() > 1) {
            Duration duration = this.scheduler.millis(5000, 12_000);
            note("freeze " + node.name() + " " + duration);
            node.pause(duration);
            split(List.of(node));
            this.scheduler.after(duration, this::heal);
        }
    }

    private void split(List<SimNode> away) {
        boolean refused = this.scheduler.chance(0.3);
        split(away, refused ? 5 : 300, refused ? 200 : 6000);
    }

    /**
     * Cuts some nodes off; each node is missed by the other side within so many
     * milliseconds.
     */
    void split(List<SimNode> away, int least, int most) {
        Side first = this.sides.getFirst();
        List<SimNode> alive = first.alive();
        note("split off " + away.stream().map(SimNode::name).toList());
        Side second = new Side(this.scheduler, first.map().copy());
        second.nodes().addAll(first.nodes());
        second.states().fill(first.states());
        this.memory.forget();
        this.sides.add(second);
        away.forEach((node) -> node.joins(second, node.address()));
        this.sides.forEach((side) -> side.map().cut());
        this.client.split(true);
        this.apartUntil = Instant.MAX;
        alive.forEach((node) -> missSoon(node, least, most));
    }

    /**
     * The network is whole again; after a while the smaller side joins the larger one,
     * each node under a new address.
     */
    void heal() {
        if (!isSplit() || this.healing) {
            return;
        }
        note("heal");
        this.healing = true;
        this.scheduler.after(this.scheduler.millis(6000, 10000), this::merge);
    }

    /** The smaller side joins the larger one. */
    void merge() {
        this.healing = false;
        boolean inOrder = this.sides.getFirst().alive().size() >= this.sides.getLast().alive().size();
        Side large = inOrder ? this.sides.getFirst() : this.sides.getLast();
        Side small = inOrder ? this.sides.getLast() : this.sides.getFirst();
        note("merge " + small.alive().stream().map(SimNode::name).toList());
        large.map().merge(small.map());
        large.states().fill(small.states());
        this.memory.forget();
        for (SimNode node : small.alive()) {
            node.joins(large, node.address() + "'");
            large.nodes().add(node);
        }
        this.sides.remove(small);
        large.announce();
        this.client.split(false);
        this.apartUntil = this.scheduler.now().plusSeconds(20);
    }

    private void lostRow(ChildRecord row) {
        this.excused.put(row.key(), this.scheduler.now().plusSeconds(30));
    }

    /** What is in no row of the map and in no view is lost with the last who knew it. */
    private void excuseUnknown() {
        for (ChildKey key : List.copyOf(this.client.promised())) {
            boolean viewed = alive().stream().anyMatch((node) -> node.view().find(key).isPresent());
            if (this.sides.stream().allMatch((side) -> side.alive().isEmpty() || !side.map().knows(key)) && !viewed) {
                note("nobody alive knows " + key);
                this.client.excuse(key);
            }
        }
    }

    /** Whether the map has lost the row of this child a moment ago. */
    boolean isExcused(ChildKey key) {
        return this.scheduler.now().isBefore(this.excused.getOrDefault(key, Instant.MIN));
    }

    void run(Duration duration) {
        this.scheduler.run(duration, this::check);
    }

    /** How children of members that join from now on move. */
    void moveBy(MigrationStrategy strategy) {
        this.migration = strategy;
    }

    /** How news spread among members that join from now on. */
    void spreadBy(SynchronizationStrategy strategy) {
        this.synchronization = strategy;
    }

    /** How many replicas children have, and what they are. */
    void replicateBy(RedundancyStrategy strategy) {
        this.redundancy = strategy;
    }

    /** Most claims that a child may have: all members that ever were count. */
    int mostClaims() {
        return this.redundancy.copies(this.named);
    }

    boolean hasOneActive() {
        return this.redundancy.hasOneActive();
    }

    /** Epochs of what everyone has forgotten rest on clocks that are this good. */
    void setClocks(Duration mostOff) {
        this.clocksOff = mostOff;
    }

    SimClock newClock() {
        return isQuorate() ? SimClock.skewed(this.scheduler, this.clocksOff) : SimClock.exact(this.scheduler);
    }

    boolean isQuorate() {
        return this.tolerance.quorum(1) > 0;
    }

    /** Under a quorum strategy two are never active, whatever the network does. */
    private void checkActive() {
        Map<ChildKey, SimNode> seen = new HashMap<>();
        for (SimNode node : alive()) {
            node.active().forEach((key, epoch) -> {
                SimNode other = seen.put(key, node);
                if (other != null) {
                    throw new AssertionError("two active " + key + ": " + other.name() + " and " + node.name());
                }
                checkOrder(key, epoch, node);
            });
        }
    }

    /** Nobody is active under an epoch that is past, or that somebody else had. */
    private void checkOrder(ChildKey key, long epoch, SimNode node) {
        Turn last = this.lastActive.put(key, new Turn(epoch, node));
        if (last != null && (last.epoch() > epoch || last.epoch() == epoch && last.node() != node)) {
            throw new AssertionError(key + " active under " + epoch + " on " + node.name() + " after " + last.epoch()
                    + " on " + last.node().name());
        }
    }

    private record Turn(long epoch, SimNode node) {
    }

    private void check() {
        if (isQuorate() && hasOneActive()) {
            checkActive();
        }
        long changes = alive().stream().mapToLong(SimNode::changes).sum();
        if (changes == this.checked) {
            return;
        }
        this.checked = changes;
        if (isQuorate()) {
            return;
        }
        if (this.apartUntil.isBefore(this.scheduler.now())) {
            Inventory.running(alive(), false).checkMost(mostClaims(), hasOneActive(), this::isExcused);
        }
    }

    /** As many make a quorum whenever that is fixed. */
    int leastMembers() {
        return this.tolerance.quorum(1);
    }

    /**
     * Whoever is in charge gives the cluster enough members. They have a quorum then,
     * unless too many voters were lost; only in that case, or by chance, someone has to
     * say how many members there are.
     */
    private void regainQuorum() {
        while (alive().stream().filter(SimNode::isStaying).count() < leastMembers()) {
            join();
        }
        run(Duration.ofSeconds(15));
        for (int i = 0; i < MOST_ROUNDS && !isHeldByAll(); i++) {
            run(Duration.ofSeconds(1));
        }
        if (!isHeldByAll() && this.electorates.canGoOn(alive())) {
            throw new AssertionError("no quorum on "
                    + staying().stream().filter((node) -> !node.quorum().held()).map(SimNode::name).toList()
                    + " though most voters are here: " + this.electorates);
        }
        if (!isHeldByAll() || this.scheduler.chance(0.2)) {
            resize();
        }
    }

    private boolean isHeldByAll() {
        return staying().stream().allMatch((node) -> node.quorum().held());
    }

    private List<SimNode> staying() {
        return alive().stream().filter(SimNode::isStaying).toList();
    }

    private void resize() {
        List<SimNode> staying = staying();
        note("reset cluster size to " + staying.size());
        staying.getFirst().signal(new Signal.ResetClusterSize(staying.size()));
    }

    /**
     * Lets time pass without faults, then compares everything with everything.
     * @param resized whether someone may say how many members there are: too many may
     * have been lost
     */
    void settle(boolean resized) {
        this.network.lossy(false);
        heal();
        if (resized && isQuorate()) {
            run(Duration.ofSeconds(15));
            regainQuorum();
        }
        if (this.moved) {
            run(QUIET);
            join();
        }
        run(QUIET);
        this.network.calm();
        run(CALM);
        compareAll();
    }

    private void compareAll() {
        SimMap map = this.sides.getFirst().map();
        Inventory running = Inventory.running(alive(), true);
        running.checkMost(mostClaims(), hasOneActive(), (key) -> false);
        running.compare(Inventory.claims(map.rows()), "claims of the map");
        for (SimNode node : alive()) {
            List<ChildRecord> rows = new ArrayList<>();
            node.view().forEach(rows::add);
            running.compare(Inventory.claims(rows), "view of " + node.name());
        }
        Set<ChildKey> missing = new TreeSet<>(this.client.promised());
        missing.removeAll(running.keys());
        if (!missing.isEmpty()) {
            throw new AssertionError("lost: " + missing + stories(missing));
        }
        List<Member> members = alive().getFirst().members();
        running.checkOwners(members, this.redundancy.copies(members.size()), hasOneActive());
    }

    private String stories(Set<ChildKey> keys) {
        StringBuilder text = new StringBuilder();
        for (ChildKey key : keys) {
            text.append("\n map: ").append(this.sides.getFirst().map().row(key));
            alive().forEach((node) -> text.append("\n ").append(node.name()).append(": ").append(node.view().row(key)));
        }
        return text.toString();
    }

}
