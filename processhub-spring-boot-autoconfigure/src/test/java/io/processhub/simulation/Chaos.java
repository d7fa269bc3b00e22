package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.MigrationStrategy;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.RedundancyStrategy;
import io.processhub.SynchronizationStrategy;
import io.processhub.migration.ColdSwap;
import io.processhub.migration.HotSwap;
import io.processhub.partition.Divergence;
import io.processhub.redundancy.Replication;
import org.jspecify.annotations.Nullable;

/** A life full of trouble: faults and calls at random moments, overlapping each other. */
final class Chaos {

    private static final List<ChildKey> KEYS = IntStream.range(0, 12).mapToObj((i) -> ChildKey.of("k" + i)).toList();

    private static final int ACTIONS = 30;

    private static final List<MigrationStrategy> MOVES = List.of(new ColdSwap(5), hotSwap(true), hotSwap(false));

    private static final RedundancyStrategy WARM_STANDBY = new Replication(new Replication.Factor(2),
            Replication.Model.ACTIVE_PASSIVE, Replication.Signal.NONE);

    private final Simulation simulation;

    private final Random random;

    private Chaos(long seed, @Nullable Bug bug, PartitionToleranceStrategy tolerance) {
        this.simulation = new Simulation(seed, bug, tolerance);
        this.simulation.moveBy(MOVES.get((int) (seed % MOVES.size())));
        this.random = this.simulation.scheduler().random();
    }

    /**
     * Runs one seed; throws an {@link AssertionError} with the story if something does
     * not hold.
     * @return how many calls of the application were answered
     */
    static int run(long seed, @Nullable Bug bug) {
        return (bug != null && bug.isOfReplicas()) ? replicating(seed, bug, new Divergence(), WARM_STANDBY)
                : run(seed, bug, new Divergence());
    }

    /**
     * Runs one seed under a quorum strategy, and looks only for two that are active at
     * the same time, and for epochs out of order.
     */
    static int runForSafety(long seed, PartitionToleranceStrategy tolerance) {
        return run(seed, null, tolerance);
    }

    /** Runs one seed in which news spread as a strategy says. */
    static int spreading(long seed, PartitionToleranceStrategy tolerance, SynchronizationStrategy strategy) {
        return run(seed, null, tolerance, (chaos) -> {
            chaos.simulation.spreadBy(strategy);
            chaos.play();
        });
    }

    private static MigrationStrategy hotSwap(boolean handover) {
        return new HotSwap(Duration.ofSeconds(5), handover, Duration.ofSeconds(10), Duration.ofSeconds(30), 5);
    }

    /**
     * Runs one seed in which children hand their states over when they move.
     * @return how many went on from the state that was handed over
     */
    static long handover(long seed) {
        long[] continuations = { 0 };
        run(seed, null, new Divergence(), (chaos) -> {
            chaos.simulation.moveBy(hotSwap(true));
            chaos.play();
            continuations[0] = chaos.simulation.memory().continuations();
        });
        return continuations[0];
    }

    /** Runs one seed in which children have replicas. */
    static int replicating(long seed, @Nullable Bug bug, PartitionToleranceStrategy tolerance,
            RedundancyStrategy strategy) {
        return run(seed, bug, tolerance, (chaos) -> {
            chaos.simulation.replicateBy(strategy);
            chaos.play();
        });
    }

    /**
     * Runs one seed in which children have a warm standby.
     * @return how many replicas became active, and went on from what another one had kept
     */
    static long promotions(long seed, PartitionToleranceStrategy tolerance) {
        long[] promotions = { 0 };
        run(seed, null, tolerance, (chaos) -> {
            chaos.simulation.replicateBy(WARM_STANDBY);
            chaos.play();
            promotions[0] = chaos.simulation.memory().promotions();
        });
        return promotions[0];
    }

    /** Runs one seed in which members fight for the active role of two children. */
    static int fightForRoles(long seed, PartitionToleranceStrategy tolerance) {
        return run(seed, null, tolerance, (chaos) -> {
            chaos.simulation.replicateBy(WARM_STANDBY);
            chaos.fight();
        });
    }

    private static int run(long seed, @Nullable Bug bug, PartitionToleranceStrategy tolerance) {
        return run(seed, bug, tolerance, Chaos::play);
    }

    /**
     * Runs one seed in which a cluster of one member grows to seven, and shrinks to one
     * again as its members leave; then as many come as make a quorum.
     */
    static int growAndShrink(long seed, PartitionToleranceStrategy tolerance) {
        return run(seed, null, tolerance, Chaos::growAndShrink);
    }

    /**
     * Runs one seed in which three to five members fight for two children, with little
     * time between restarts, cuts and pauses, and without an end.
     */
    static int fight(long seed, PartitionToleranceStrategy tolerance) {
        return run(seed, null, tolerance, Chaos::fight);
    }

    private static int run(long seed, @Nullable Bug bug, PartitionToleranceStrategy tolerance, Consumer<Chaos> life) {
        Chaos chaos = new Chaos(seed, bug, tolerance);
        try {
            life.accept(chaos);
            return chaos.simulation.client().answers();
        }
        catch (AssertionError | RuntimeException ex) {
            throw new AssertionError(
                    "seed " + seed + ": " + ex.getMessage() + "\n" + String.join("\n", chaos.simulation.trace()), ex);
        }
    }

    private void play() {
        int members = 1 + this.random.nextInt(5);
        for (int i = 0; i < members; i++) {
            this.simulation.join();
        }
        this.simulation.meet();
        for (int i = 0; i < ACTIONS; i++) {
            this.simulation.run(Duration.ofMillis(this.random.nextInt(1000)));
            act();
        }
        this.simulation.settle(true);
    }

    private void fight() {
        this.simulation.setClocks(Duration.ofMillis(100));
        int members = 3 + this.random.nextInt(3);
        for (int i = 0; i < members; i++) {
            this.simulation.join();
        }
        this.simulation.meet();
        for (int i = 0; i < 60; i++) {
            if (i % 10 == 0) {
                this.simulation.client()
                    .start(any(this.simulation.alive()), KEYS.stream().limit(2).map(Simulation::spec).toList());
            }
            this.simulation.run(Duration.ofMillis(this.random.nextInt(700)));
            strike(any(this.simulation.alive()));
        }
    }

    private void strike(SimNode node) {
        switch (this.random.nextInt(6)) {
            case 0, 1 -> restart(node);
            case 2 -> cut(node);
            case 3 -> splitOrHeal();
            case 4 -> pause(node);
            default -> this.simulation.network().lossy(this.random.nextBoolean());
        }
    }

    private void growAndShrink() {
        this.simulation.join();
        this.simulation.meet();
        this.simulation.client()
            .start(this.simulation.alive().getFirst(), KEYS.stream().map(Simulation::spec).toList());
        while (this.simulation.alive().size() < 7) {
            pass();
            this.simulation.join();
        }
        pass();
        // a goodbye that is lost looks like a crash: nobody can promise anything then
        this.simulation.network().reliable();
        while (this.simulation.alive().stream().filter(SimNode::isStaying).count() > 1) {
            leave(any(this.simulation.alive().stream().filter(SimNode::isStaying).toList()));
            if (this.random.nextBoolean()) {
                pass();
            }
        }
        while (this.simulation.alive().stream().filter(SimNode::isStaying).count() < this.simulation.leastMembers()) {
            pass();
            this.simulation.join();
        }
        this.simulation.settle(false);
    }

    /** A while with little faults only. */
    private void pass() {
        this.simulation.run(Duration.ofMillis(this.random.nextInt(3000)));
        switch (this.random.nextInt(5)) {
            case 0 -> pause(any(this.simulation.alive()));
            case 1 -> cut(any(this.simulation.alive()));
            case 2 -> fail(any(this.simulation.alive()));
            default -> this.simulation.network().lossy(this.random.nextInt(4) == 0);
        }
    }

    private SimNode any(List<SimNode> nodes) {
        return nodes.get(this.random.nextInt(nodes.size()));
    }

    private void act() {
        SimNode node = any(this.simulation.alive());
        switch (this.random.nextInt(this.simulation.isQuorate() ? 17 : 14)) {
            case 0, 1, 2 -> start(node);
            case 3 -> stop(node);
            case 4, 11 -> crash(node);
            case 5 -> this.simulation.join();
            case 6 -> leave(node);
            case 7 -> pause(node);
            case 8 -> this.simulation.network().lossy(true);
            case 9 -> this.simulation.network().lossy(false);
            case 10 -> fail(node);
            case 12 -> splitOrHeal();
            case 13 -> move(node);
            case 14 -> cut(node);
            case 15 -> restart(node);
            case 16 -> this.simulation.freeze(node);
            default -> throw new IllegalStateException();
        }
    }

    private void move(SimNode node) {
        ChildKey key = KEYS.get(this.random.nextInt(KEYS.size()));
        this.simulation.move(node, key, any(this.simulation.alive()));
    }

    private void splitOrHeal() {
        if (this.simulation.isSplit()) {
            this.simulation.heal();
        }
        else if (this.random.nextBoolean()) {
            this.simulation.split();
        }
    }

    private List<ChildKey> some() {
        List<ChildKey> keys = new ArrayList<>(KEYS);
        Collections.shuffle(keys, this.random);
        return keys.subList(0, 1 + this.random.nextInt(keys.size()));
    }

    private void start(SimNode node) {
        List<ChildKey> keys = some();
        this.simulation.note("start at " + node.name() + " " + keys);
        this.simulation.client().start(node, keys.stream().map(Simulation::spec).toList());
    }

    private void stop(SimNode node) {
        List<ChildKey> keys = some().stream().limit(4).toList();
        this.simulation.note("stop at " + node.name() + " " + keys);
        this.simulation.client().stop(node, keys);
    }

    /** Sometimes two at once. */
    private void crash(SimNode node) {
        if (othersStay(node)) {
            this.simulation.crash(node);
            SimNode next = any(this.simulation.alive());
            if (this.random.nextBoolean() && othersStay(next)) {
                this.simulation.crash(next);
            }
        }
    }

    private boolean othersStay(SimNode node) {
        return this.simulation.alive().stream().anyMatch((other) -> other != node && other.isStaying());
    }

    private void restart(SimNode node) {
        if (othersStay(node)) {
            this.simulation.restart(node);
        }
    }

    /** One way, or both. */
    private void cut(SimNode node) {
        SimNode other = any(this.simulation.alive());
        Duration duration = Duration.ofMillis(this.random.nextInt(6000));
        this.simulation.note("cut " + node.name() + " > " + other.name() + " " + duration);
        this.simulation.network().cut(node, other, duration);
        if (this.random.nextInt(3) == 0) {
            this.simulation.network().cut(other, node, duration);
        }
    }

    private void leave(SimNode node) {
        if (othersStay(node)) {
            this.simulation.note("drain " + node.name());
            node.drain();
        }
    }

    private void pause(SimNode node) {
        Duration duration = Duration.ofMillis(this.random.nextInt(4000));
        this.simulation.note("pause " + node.name() + " " + duration);
        node.pause(duration);
    }

    private void fail(SimNode node) {
        List<ChildKey> keys = some();
        this.simulation.note("fail at " + node.name() + " " + keys);
        keys.forEach(node::fail);
    }

}
