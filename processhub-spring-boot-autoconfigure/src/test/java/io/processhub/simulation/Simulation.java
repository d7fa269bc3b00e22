package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Json;
import io.processhub.Member;
import io.processhub.RestartPolicy;
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

    private static final String TRACED = System.getProperty("processhub.trace", "");

    private final Scheduler scheduler;

    private final @Nullable Bug bug;

    private final SimMap map;

    private final SimNetwork network;

    private final SimClient client = new SimClient();

    /** Living nodes and dead ones that the cluster has not missed yet, eldest first. */
    private final List<SimNode> nodes = new ArrayList<>();

    private final List<String> trace = new ArrayList<>();

    /** Children of which the map has lost a row: two may run until that is put right. */
    private final Set<ChildKey> excused = new HashSet<>();

    private int named;

    private long checked;

    Simulation(long seed, @Nullable Bug bug) {
        this.scheduler = new Scheduler(seed);
        this.bug = bug;
        this.map = new SimMap(this, this.scheduler, bug, this::lostRow);
        this.network = new SimNetwork(this.scheduler, this::node, bug);
    }

    @Nullable Bug bug() {
        return this.bug;
    }

    SimMap map() {
        return this.map;
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

    void note(String what) {
        this.trace.add(this.scheduler.now() + " " + what);
    }

    private @Nullable SimNode node(String name) {
        return this.nodes.stream()
            .filter((node) -> node.name().equals(name) && node.isAlive())
            .findFirst()
            .orElse(null);
    }

    List<SimNode> alive() {
        return this.nodes.stream().filter(SimNode::isAlive).toList();
    }

    static ChildSpec spec(ChildKey key) {
        return ChildSpec.of(key.value(), "worker", Json.NULL);
    }

    private HubSettings settings() {
        RestartPolicy restart = new RestartPolicy(RestartPolicy.Mode.PERMANENT, 100, Duration.ofSeconds(4),
                RestartPolicy.Backoff.DEFAULT);
        return new HubSettings("sim", new ConsistentHashing(32), new Singularity(), new ColdSwap(5),
                new PubSub(Duration.ofSeconds(5)), restart, HubSettings.HELLO_INTERVAL, HubSettings.RETRY_DELAY,
                (this.bug == Bug.NO_TOMBSTONES) ? Duration.ZERO : HubSettings.TOMBSTONE_RETENTION);
    }

    SimNode join() {
        SimNode node = new SimNode(this, this.scheduler, "m" + ++this.named, settings());
        note("join " + node.name());
        this.nodes.add(node);
        tellNodes(node);
        announce();
        return node;
    }

    /**
     * Tells every node who is there, each in its own time, and never old news after new.
     */
    private void announce() {
        List<SimNode> now = List.copyOf(this.nodes);
        this.map.nodes(now);
        for (SimNode node : now) {
            this.scheduler.after(this.scheduler.millis(0, 100), () -> tellNodes(node));
        }
    }

    private void tellNodes(SimNode node) {
        List<String> names = this.nodes.stream().map(SimNode::name).toList();
        if (names.contains(node.name())) {
            node.signal(new Signal.NodesChanged(node.name(), names));
        }
    }

    /** Kills a node; the cluster misses it after a while. */
    void crash(SimNode node) {
        note("crash " + node.name());
        node.crash();
        this.map.crashed(node);
        excuseUnknown();
        this.scheduler.after(this.scheduler.millis(100, 600), () -> {
            this.nodes.remove(node);
            announce();
        });
    }

    /** A node that has handed over its children leaves. */
    void left(SimNode node) {
        note("left " + node.name());
        if (!node.running().isEmpty()) {
            throw new AssertionError(node.name() + " left with children: " + node.running());
        }
        this.map.evacuate(node, this.nodes.stream().filter((other) -> other != node).toList());
        node.crash();
        this.nodes.remove(node);
        announce();
    }

    private void lostRow(ChildRecord row) {
        this.excused.add(row.key());
    }

    /** What is in no row of the map and in no view is lost with the last who knew it. */
    private void excuseUnknown() {
        for (ChildKey key : List.copyOf(this.client.promised())) {
            boolean viewed = alive().stream().anyMatch((node) -> node.view().find(key).isPresent());
            if (this.map.row(key) == null && !viewed) {
                note("nobody alive knows " + key);
                this.client.excuse(key);
            }
        }
    }

    void run(Duration duration) {
        this.scheduler.run(duration, this::check);
    }

    private void check() {
        long changes = this.nodes.stream().mapToLong(SimNode::changes).sum();
        if (changes == this.checked) {
            return;
        }
        this.checked = changes;
        Map<ChildKey, String> seen = new HashMap<>();
        for (SimNode node : this.nodes) {
            node.running().forEach((key, epoch) -> {
                String other = seen.put(key, node.name());
                if (other != null && !this.excused.contains(key)) {
                    throw new AssertionError("two run " + key + ": " + other + " and " + node.name());
                }
            });
        }
    }

    /** Lets time pass without faults, then compares everything with everything. */
    void settle() {
        this.network.lossy(false);
        run(QUIET);
        Map<ChildKey, String> running = new TreeMap<>();
        alive().forEach((node) -> node.running().forEach((key, epoch) -> {
            if (running.put(key, node.name() + " " + epoch) != null) {
                throw new AssertionError("two run " + key + " in the end");
            }
        }));
        compare(running, claims(this.map.rows()), "claims of the map");
        for (SimNode node : alive()) {
            List<ChildRecord> rows = new ArrayList<>();
            node.view().forEach(rows::add);
            compare(running, claims(rows), "view of " + node.name());
        }
        Set<ChildKey> missing = new TreeSet<>(this.client.promised());
        missing.removeAll(running.keySet());
        if (!missing.isEmpty()) {
            throw new AssertionError("lost: " + missing + stories(missing));
        }
        checkOwners(running);
    }

    private String stories(Set<ChildKey> keys) {
        StringBuilder text = new StringBuilder();
        for (ChildKey key : keys) {
            text.append("\n map: ").append(this.map.row(key));
            alive().forEach((node) -> text.append("\n ").append(node.name()).append(": ").append(node.view().row(key)));
        }
        return text.toString();
    }

    private static Map<ChildKey, String> claims(List<ChildRecord> rows) {
        Map<ChildKey, String> claims = new TreeMap<>();
        for (ChildRecord row : rows) {
            if (!row.isRemoved() || !row.claims().isEmpty()) {
                claims.put(row.key(),
                        row.claims().isEmpty() ? "none" : row.active().map((c) -> c.member() + " " + c.epoch()).get());
            }
        }
        return claims;
    }

    private static void compare(Map<ChildKey, String> running, Map<ChildKey, String> claims, String what) {
        if (!running.equals(claims)) {
            throw new AssertionError("running " + running + "\n but " + what + " " + claims);
        }
    }

    private void checkOwners(Map<ChildKey, String> running) {
        List<Member> members = alive().getFirst().members();
        List<ChildSpec> specs = running.keySet().stream().map(Simulation::spec).toList();
        new ConsistentHashing(32).owners(specs, members, 1).forEach((key, owners) -> {
            if (!running.getOrDefault(key, "").startsWith(owners.getFirst().name() + " ")) {
                throw new AssertionError(key + " runs on " + running.get(key) + ", owner " + owners);
            }
        });
    }

}
