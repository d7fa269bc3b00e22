package io.processhub.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.MigrationStrategy;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.coordination.Message;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;

/**
 * Three members that know each other and vote, on a network without trouble but for what
 * a {@link Story} makes.
 */
final class Stage {

    /** Most of what a step of a story may take. */
    private static final int PATIENCE_MILLIS = 20_000;

    private final Simulation simulation;

    private final SimNode a;

    private final SimNode b;

    private final SimNode c;

    Stage(long seed, PartitionToleranceStrategy tolerance) {
        this(seed, tolerance, new ColdSwap());
    }

    /** With members of which children move in this way. */
    Stage(long seed, PartitionToleranceStrategy tolerance, MigrationStrategy migration) {
        this.simulation = new Simulation(seed, null, tolerance);
        this.simulation.moveBy(migration);
        this.simulation.setClocks(Duration.ofMillis(1));
        this.simulation.network().calm();
        this.a = this.simulation.join();
        this.b = this.simulation.join();
        this.c = this.simulation.join();
        this.simulation.run(Duration.ofSeconds(10));
    }

    Simulation simulation() {
        return this.simulation;
    }

    /** The eldest. */
    SimNode a() {
        return this.a;
    }

    SimNode b() {
        return this.b;
    }

    /** The youngest. */
    SimNode c() {
        return this.c;
    }

    /** Another member, which votes too if the strategy lets so many vote. */
    SimNode join() {
        SimNode another = this.simulation.join();
        pass(10_000);
        return another;
    }

    /** A child that belongs on one member, and on another one when that is gone. */
    ChildKey child(SimNode owner, SimNode next) {
        List<Member> members = this.a.members();
        List<Member> others = members.stream().filter((member) -> !member.id().equals(owner.id())).toList();
        return IntStream.range(0, 1000)
            .mapToObj((i) -> ChildKey.of("k" + i))
            .filter((key) -> owner(key, members).equals(owner.id()) && owner(key, others).equals(next.id()))
            .findFirst()
            .orElseThrow();
    }

    private static MemberId owner(ChildKey key, List<Member> members) {
        List<ChildSpec> specs = List.of(Simulation.spec(key));
        List<Member> owners = new ConsistentHashing(32).owners(specs, members, 1).getOrDefault(key, List.of());
        return owners.getFirst().id();
    }

    /** Starts a child, asked for at its owner. */
    void start(ChildKey key, SimNode owner) {
        this.simulation.client().start(owner, List.of(Simulation.spec(key)));
    }

    /** Starts a child, and waits until it is active on its owner and everyone knows. */
    void run(ChildKey key, SimNode owner) {
        start(key, owner);
        awaitActive(key, owner);
        await(key + " known to all",
                () -> this.simulation.alive().stream().allMatch((node) -> isClaimKnown(key, node)));
    }

    private static boolean isClaimKnown(ChildKey key, SimNode node) {
        ChildRecord row = node.view().row(key);
        return row != null && !row.claims().isEmpty();
    }

    void awaitActive(ChildKey key, SimNode node) {
        await(key + " active on " + node.name(), () -> node.active().containsKey(key));
    }

    /** Waits until a member has renewed its lease a moment ago. */
    void awaitRenewal(SimNode node) {
        await("lease of " + node.name(), () -> node.leaseLeft().toMillis() > 960);
    }

    /** From now on messages like these are lost. */
    void lose(BiPredicate<SimNode, Way> lost) {
        this.simulation.network()
            .weather((from, to, message) -> lost.test(from, new Way(to, message)) ? Weather.LOST : Duration.ZERO);
    }

    /** A message and where it goes. */
    record Way(String to, Message message) {

        boolean to(SimNode node) {
            return this.to.equals(node.address());
        }

    }

    /**
     * Lets time pass until something is so; a story that does not come to it is wrong.
     */
    void await(String what, BooleanSupplier condition) {
        if (!passUntil(PATIENCE_MILLIS, condition)) {
            throw new IllegalStateException("never came to: " + what);
        }
    }

    /** Lets so much time pass at most; answers whether it came to it. */
    boolean passUntil(int millis, BooleanSupplier condition) {
        for (int i = 0; i < millis && !condition.getAsBoolean(); i++) {
            pass(1);
        }
        return condition.getAsBoolean();
    }

    void pass(int millis) {
        this.simulation.run(Duration.ofMillis(millis));
    }

}
