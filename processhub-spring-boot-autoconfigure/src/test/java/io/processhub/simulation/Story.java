package io.processhub.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.processhub.ChildKey;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.coordination.Message;
import io.processhub.coordination.Signal;
import io.processhub.coordination.VotingMessage;
import io.processhub.partition.MajorityQuorum;
import io.processhub.partition.StaticQuorum;

/**
 * Three members in just the trouble in which one mistake in the protocol lets two of them
 * be active for a child, or one under an epoch that is past. Without the mistake nothing
 * happens. The seed only moves messages by milliseconds.
 */
enum Story {

    /**
     * The two voters that confirm the holder, which has no vote itself, crash and come
     * back at once; then they can read only from the third, which knows nothing of it,
     * while the lease still runs.
     */
    VOTERS_BACK_DURING_LEASE(new StaticQuorum(2, false), Story::votersBackDuringLease),

    /**
     * A member is cut off, and loses its child to the others; one of these crashes and
     * comes back on its side of the cut.
     */
    VOTER_BACK_WITHOUT_MEMORY(Story::voterBackWithoutMemory),

    /**
     * The same among five; all that have crashed come back, and then one of them once
     * more, which reads from the others.
     */
    VOTERS_BACK_ONE_AFTER_THE_OTHER(Story::votersBackOneAfterTheOther),

    /**
     * A member is cut off while two others are let in; then one that agreed to that
     * crashes, and comes back beside the one that has not heard of it.
     */
    VOTER_BACK_AMONG_THE_OUTDATED(Story::voterBackAmongTheOutdated),

    /**
     * A member is cut off; the others put another one in its place. Then one of those
     * that agreed to that crashes, comes back beside it, and agrees to do without the
     * others.
     */
    VOTER_FORGETS_ELECTORATE(new Forgetful(), Story::voterForgetsElectorate),

    /**
     * The holder is confirmed by one voter, which is to take over from it when the
     * network rejects what the two say to each other.
     */
    HOLDER_HEARD_BY_ONE(Story::holderHeardByOne),

    /**
     * A member is cut off, and loses its child to another one, where it is stopped; then
     * it comes back, and its request for a lease is faster than the news.
     */
    STALE_HOLDER_BACK(Story::staleHolderBack),

    /**
     * The vote that completes a quorum is late; the lease, which does not name the child
     * yet, ends later than that voter waits. Then the member is cut off.
     */
    GRANT_ON_ITS_WAY(Story::grantOnItsWay),

    /**
     * A member is cut off, and loses its child to the others; these crash for good, and
     * someone says that it is alone.
     */
    WINNERS_LOST(Story::winnersLost);

    /** Two of at most three voters, who do not wait for those that are lost. */
    private record Forgetful() implements PartitionToleranceStrategy {

        @Override
        public int quorum(int members) {
            return 2;
        }

        @Override
        public Optional<Duration> memory() {
            return Optional.of(Duration.ZERO);
        }

    }

    private final PartitionToleranceStrategy tolerance;

    private final Consumer<Stage> plot;

    Story(Consumer<Stage> plot) {
        this(new MajorityQuorum(1, true), plot);
    }

    Story(PartitionToleranceStrategy tolerance, Consumer<Stage> plot) {
        this.tolerance = tolerance;
        this.plot = plot;
    }

    /** Plays it; throws an {@link AssertionError} if something does not hold. */
    void play(long seed) {
        Stage stage = new Stage(seed, this.tolerance);
        try {
            this.plot.accept(stage);
            stage.pass(5000);
        }
        catch (AssertionError ex) {
            throw new AssertionError(name() + ", seed " + seed + ": " + ex.getMessage() + "\n"
                    + String.join("\n", stage.simulation().trace()), ex);
        }
    }

    /** For a {@link MutantLoader}, to which all types of this package are strangers. */
    static void play(String name, long seed) {
        valueOf(name).play(seed);
    }

    private static boolean isVote(Message message) {
        return message instanceof VotingMessage.LeaseRequest || message instanceof VotingMessage.GrantRequest;
    }

    private static void votersBackDuringLease(Stage stage) {
        SimNode holder = stage.join();
        ChildKey key = stage.child(holder, stage.b());
        stage.lose((from, way) -> from == holder && way.to(stage.b()) && isVote(way.message()));
        stage.run(key, holder);
        stage.awaitRenewal(holder);
        List.of(stage.a(), stage.c()).forEach(stage.simulation()::kill);
        stage.simulation().split(List.of(holder), 560, 570);
        List.of(stage.a(), stage.c()).forEach(stage.simulation()::succeed);
        stage.pass(5000);
    }

    private static void voterBackWithoutMemory(Stage stage) {
        ChildKey key = stage.child(stage.b(), stage.a());
        stage.run(key, stage.b());
        stage.simulation().split(List.of(stage.a(), stage.c()), 5, 10);
        stage.awaitActive(key, stage.a());
        stage.simulation().kill(stage.c());
        stage.simulation().succeed(stage.c());
        stage.pass(10_000);
    }

    private static void votersBackOneAfterTheOther(Stage stage) {
        SimNode fourth = stage.join();
        stage.join();
        ChildKey key = stage.child(stage.b(), stage.a());
        stage.run(key, stage.b());
        stage.simulation().split(List.of(stage.a(), stage.c(), fourth), 5, 10);
        stage.awaitActive(key, stage.a());
        List<SimNode> lost = List.of(stage.a(), stage.c(), fourth);
        lost.forEach(stage.simulation()::kill);
        List<SimNode> back = lost.stream().map(stage.simulation()::succeed).toList();
        stage.pass(700);
        back.forEach((node) -> stage.simulation().network().cut(stage.b(), node, Duration.ofSeconds(10)));
        stage.pass(3000);
        stage.simulation().kill(back.getLast());
        stage.simulation().succeed(back.getLast());
        stage.pass(10_000);
    }

    private static void voterBackAmongTheOutdated(Stage stage) {
        ChildKey key = stage.child(stage.b(), stage.a());
        stage.run(key, stage.b());
        stage.simulation().split(List.of(stage.b()), 5, 10);
        stage.join();
        stage.join();
        stage.simulation().kill(stage.c());
        stage.simulation().succeed(stage.c(), stage.b());
        stage.pass(10_000);
    }

    private static void voterForgetsElectorate(Stage stage) {
        SimNode fourth = stage.join();
        ChildKey key = stage.child(stage.b(), stage.a());
        stage.run(key, stage.b());
        stage.simulation().split(List.of(stage.b(), stage.c(), fourth), 5, 10);
        stage.pass(10_000);
        stage.awaitActive(key, stage.b());
        stage.simulation().kill(stage.c());
        stage.simulation().succeed(stage.c(), stage.a());
        stage.pass(10_000);
    }

    private static void holderHeardByOne(Stage stage) {
        ChildKey key = stage.child(stage.a(), stage.b());
        stage.run(key, stage.a());
        stage.lose((from, way) -> from == stage.a() && way.to(stage.c()) && isVote(way.message()));
        stage.pass(1500);
        stage.awaitRenewal(stage.a());
        stage.simulation().split(List.of(stage.a()), 5, 10);
        stage.awaitActive(key, stage.b());
    }

    private static void staleHolderBack(Stage stage) {
        ChildKey key = stage.child(stage.b(), stage.a());
        stage.run(key, stage.b());
        stage.simulation().split(List.of(stage.b()), 5, 10);
        stage.awaitActive(key, stage.a());
        stage.simulation().client().stop(stage.a(), List.of(key));
        stage.await(key + " stopped", () -> !stage.a().running().containsKey(key));
        stage.pass(1000);
        stage.lose((from, way) -> way.message() instanceof Message.Rows || way.message() instanceof Message.Digest);
        stage.simulation().merge();
    }

    private static void grantOnItsWay(Stage stage) {
        ChildKey key = stage.child(stage.a(), stage.b());
        stage.simulation().network().weather((from, to, message) -> grantOnItsWay(stage, key, from, to, message));
        stage.start(key, stage.a());
        stage.pass(860);
        stage.start(key, stage.a());
        stage.pass(60);
        stage.simulation().split(List.of(stage.a()), 180, 190);
        stage.pass(3000);
        stage.simulation().network().weather(Weather.FAIR);
        stage.simulation().merge();
        stage.awaitActive(key, stage.a());
    }

    private static Duration grantOnItsWay(Stage stage, ChildKey key, SimNode from, String to, Message message) {
        if (from == stage.c() && to.equals(stage.a().address()) && message instanceof VotingMessage.GrantAnswer) {
            return Duration.ofMillis(800);
        }
        boolean asked = message instanceof VotingMessage.GrantRequest && to.equals(stage.b().address());
        boolean lost = asked || isNaming(message, key) && !to.equals(from.address());
        return (lost && from == stage.a()) ? Weather.LOST : Duration.ZERO;
    }

    private static boolean isNaming(Message message, ChildKey key) {
        return message instanceof VotingMessage.LeaseRequest request && request.changes().containsKey(key);
    }

    private static void winnersLost(Stage stage) {
        ChildKey key = stage.child(stage.b(), stage.a());
        stage.run(key, stage.b());
        stage.simulation().split(List.of(stage.a(), stage.c()), 5, 10);
        stage.awaitActive(key, stage.a());
        stage.simulation().kill(stage.a());
        stage.simulation().kill(stage.c());
        stage.pass(1000);
        stage.b().signal(new Signal.ResetClusterSize(1));
        stage.awaitActive(key, stage.b());
    }

}
