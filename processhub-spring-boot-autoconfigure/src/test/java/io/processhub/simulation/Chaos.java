package io.processhub.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.partition.Divergence;
import org.jspecify.annotations.Nullable;

/** A life full of trouble: faults and calls at random moments, overlapping each other. */
final class Chaos {

    private static final List<ChildKey> KEYS = IntStream.range(0, 12).mapToObj((i) -> ChildKey.of("k" + i)).toList();

    private static final int ACTIONS = 30;

    private final Simulation simulation;

    private final Random random;

    private Chaos(long seed, @Nullable Bug bug, PartitionToleranceStrategy tolerance) {
        this.simulation = new Simulation(seed, bug, tolerance);
        this.random = this.simulation.scheduler().random();
    }

    /**
     * Runs one seed; throws an {@link AssertionError} with the story if something does
     * not hold.
     * @return how many calls of the application were answered
     */
    static int run(long seed, @Nullable Bug bug) {
        return run(seed, bug, new Divergence());
    }

    /**
     * Runs one seed under a quorum strategy, and looks only for two that are active at
     * the same time, and for epochs out of order.
     */
    static int runForSafety(long seed, PartitionToleranceStrategy tolerance) {
        return run(seed, null, tolerance);
    }

    private static int run(long seed, @Nullable Bug bug, PartitionToleranceStrategy tolerance) {
        Chaos chaos = new Chaos(seed, bug, tolerance);
        try {
            chaos.play();
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
        this.simulation.settle();
    }

    private void act() {
        List<SimNode> alive = this.simulation.alive();
        SimNode node = alive.get(this.random.nextInt(alive.size()));
        switch (this.random.nextInt(13)) {
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
            default -> throw new IllegalStateException();
        }
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
            List<SimNode> rest = this.simulation.alive();
            SimNode next = rest.get(this.random.nextInt(rest.size()));
            if (this.random.nextBoolean() && othersStay(next)) {
                this.simulation.crash(next);
            }
        }
    }

    private boolean othersStay(SimNode node) {
        return this.simulation.alive().stream().anyMatch((other) -> other != node && other.isStaying());
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
