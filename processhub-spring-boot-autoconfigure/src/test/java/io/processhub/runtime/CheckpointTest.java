package io.processhub.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.ChildStateException;
import io.processhub.RestartPolicy;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastStateStore;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What children have kept is where they go on from, on real Hazelcast members. */
class CheckpointTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final RestartPolicy FAST = new RestartPolicy(RestartPolicy.Mode.PERMANENT, 100,
            Duration.ofMinutes(1), new RestartPolicy.Backoff(Duration.ofMillis(50), 1, Duration.ofMillis(50), 0));

    private final TestHubs hubs = new TestHubs(FAST);

    private final Tally.Habits habits = new Tally.Habits();

    @AfterEach
    void close() {
        this.habits.unblocked.countDown();
        this.hubs.close();
    }

    private TestMember join() throws InterruptedException {
        return this.hubs.join(() -> {
            Workers workers = new Workers();
            return workers.withBean("tally", () -> new Tally(workers, this.habits));
        });
    }

    private static TallyApi start(TestMember member, String key) throws Exception {
        member.template.start(ChildSpec.of(key, "tally", null)).get(30, TimeUnit.SECONDS).orThrow();
        return member.template.client(TallyApi.class, key);
    }

    private static TallyApi startAndKeepOne(TestMember member, String key) throws Exception {
        TallyApi tally = start(member, key);
        tally.count();
        tally.keep();
        return tally;
    }

    private static ChildContext<?> running(TestMember member, String key) {
        await().atMost(SOON).until(() -> member.workers.running().containsKey(ChildKey.of(key)));
        return Objects.requireNonNull(member.workers.running().get(ChildKey.of(key)));
    }

    /** Its only child fails. */
    private static void failAll(TestMember member) {
        await().atMost(SOON).until(() -> member.workers.running().size() == 1);
        member.workers.failAll();
    }

    private static void awaitAllWritten(TestMember member) {
        await().atMost(SOON)
            .untilAsserted(() -> assertThat(member.hub.checkpoints().written()).isPositive()
                .isEqualTo(member.hub.checkpoints().taken()));
    }

    @Test
    void aRestartAfterAFailureBeginsWithTheNewestCheckpoint() throws Exception {
        TestMember member = join();
        TallyApi tally = start(member, "a");
        for (int i = 0; i < 7; i++) {
            tally.count();
        }
        assertThat(tally.keep()).isEqualTo(7);
        tally.count();
        failAll(member);
        await().atMost(SOON).until(() -> this.habits.runs.get() == 2);
        assertThat(tally.value()).isEqualTo(7);
        assertThat(member.template.find("a").flatMap(ChildRecord::active).orElseThrow().incarnation()).isEqualTo(2);
    }

    @Test
    void aTakeoverBeginsWithTheNewestCheckpoint() throws Exception {
        TestMember first = join();
        TestMember second = join();
        List<String> keys = IntStream.range(0, 40).mapToObj((i) -> "t" + i).toList();
        for (String key : keys) {
            TallyApi tally = start(first, key);
            for (int i = 0; i < 3; i++) {
                tally.count();
                tally.keep();
            }
        }
        for (TestMember member : this.hubs.members()) {
            await().atMost(SOON).until(() -> member.workers.running().size() > 0);
        }
        int held = second.workers.running().size();
        assertThat(held).isBetween(1, 39);
        await().atMost(SOON).untilAsserted(() -> assertThat(counts(first, keys)).containsOnly(3L));
        this.hubs.kill(second);
        this.hubs.awaitRunning(40);
        for (String key : keys) {
            assertThat(first.template.client(TallyApi.class, key).value()).isEqualTo(3);
        }
    }

    private static <T> T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** How far each child has counted in the state that the store has by now. */
    private static List<Long> counts(TestMember member, List<String> keys) throws Exception {
        HazelcastStateStore store = new HazelcastStateStore(member.instance, "test");
        List<Long> counts = new ArrayList<>();
        for (String key : keys) {
            byte[] bytes = answer(store.open(new StateClaim(ChildKey.of(key), 0, 0))).bytes();
            counts.add((bytes == null) ? 0
                    : ((Tally.Count) new JsonStateSerializer().deserialize(bytes, Tally.Count.class)).count());
        }
        return counts;
    }

    @Test
    void theLateCheckpointOfAZombieIsRefusedAndItIsInactiveFromThenOn() throws Exception {
        TestMember member = join();
        TallyApi tally = startAndKeepOne(member, "z");
        awaitAllWritten(member);
        ChildRecord row = member.template.find("z").orElseThrow();
        StateStore store = new HazelcastStateStore(member.instance, "test");
        StateClaim successor = new StateClaim(row.key(), row.startId(), row.epoch() + 1);
        StoredState taken = answer(store.open(successor));
        assertThat(taken.bytes()).isNotNull();
        ChildContext<?> zombie = running(member, "z");
        assertThat(zombie.isActive()).isTrue();
        tally.count();
        tally.keep();
        await().atMost(SOON).until(() -> !zombie.isActive());
        assertThat(member.hub.checkpoints().refused()).isEqualTo(1);
        assertThat(counts(member, List.of("z"))).containsExactly(1L);
    }

    /** As after a split, when the registry has forgotten the claim that was later. */
    @Test
    void aChildWhoseStateIsAheadOfItsClaimGoesOnUnderAGreaterOne() throws Exception {
        TestMember member = join();
        TallyApi tally = startAndKeepOne(member, "z");
        awaitAllWritten(member);
        ChildRecord row = member.template.find("z").orElseThrow();
        StateStore store = new HazelcastStateStore(member.instance, "test");
        StateClaim forgotten = new StateClaim(row.key(), row.startId(), row.epoch() + 5_000);
        answer(store.open(forgotten));
        failAll(member);
        await().atMost(SOON)
            .until(() -> member.template.find("z").orElseThrow().epoch() > forgotten.epoch()
                    && member.workers.running().containsKey(row.key()));
        assertThat(tally.value()).isEqualTo(1);
        tally.count();
        tally.keep();
        await().atMost(SOON).until(() -> counts(member, List.of("z")).equals(List.of(2L)));
    }

    @Test
    void aChildThatIsStoppedAndStartedAnewStartsFreshAndNothingIsLeftBehind() throws Exception {
        TestMember member = join();
        join();
        startAndKeepOne(member, "s");
        await().atMost(SOON).until(() -> counts(member, List.of("s")).equals(List.of(1L)));
        member.template.stop("s").get(30, TimeUnit.SECONDS).orThrow();
        await().atMost(SOON).until(() -> member.instance.getMap(HazelcastConfigs.statesName("test")).isEmpty());
        assertThat(start(member, "s").value()).isZero();
    }

    @Test
    void whatWasLeftBehindIsNotInheritedEither() throws Exception {
        TestMember member = join();
        StateStore store = new HazelcastStateStore(member.instance, "test");
        answer(store.save(new StateClaim(ChildKey.of("s"), 4711, 1), 1,
                "{\"count\":99}".getBytes(StandardCharsets.UTF_8)));
        assertThat(start(member, "s").value()).isZero();
    }

    @Test
    void aLastCheckpointIsWrittenBeforeAStoppedChildMoves() throws Exception {
        TestMember first = join();
        TestMember second = join();
        for (int i = 0; i < 40; i++) {
            TallyApi tally = start(first, "m" + i);
            tally.count();
            tally.count();
            tally.keep();
        }
        this.hubs.leave(second);
        this.hubs.awaitRunning(40);
        for (int i = 0; i < 40; i++) {
            assertThat(first.template.client(TallyApi.class, "m" + i).value()).isEqualTo(2);
        }
    }

    @Test
    void whatCannotBeKeptIsSaidAndTheLastGoodCheckpointStays() throws Exception {
        TestMember member = join();
        TallyApi tally = startAndKeepOne(member, "a");
        assertThat(tally.keepLarge(2_000_000)).matches(
                "state of child 'a': 20000\\d\\d bytes \\(expected: at most 1048576, which is processhub.max-state-size\\)");
        assertThat(tally.keepUnserialisable()).startsWith("state of child 'a': io.processhub.runtime.Tally$Count")
            .contains("cannot be serialised", "nobody may read this");
        failAll(member);
        await().atMost(SOON).until(() -> this.habits.runs.get() == 2);
        assertThat(tally.value()).isEqualTo(1);
    }

    @Test
    void aChildWithoutStateIsToldWhatItLacksAndTheStoreIsNotTouched() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        TestMember member = this.hubs.join(() -> new Workers().with("stateless", (child) -> {
            try {
                child.checkpoint("anything");
            }
            catch (ChildStateException ex) {
                heard.complete(ex.getMessage());
            }
            Thread.sleep(Long.MAX_VALUE);
        }));
        member.template.start(ChildSpec.of("a", "stateless", null)).get(30, TimeUnit.SECONDS).orThrow();
        assertThat(heard.get(30, TimeUnit.SECONDS))
            .isEqualTo("state of child 'a': cannot be kept (expected: a child that implements io.processhub.Handover)");
        assertThat(member.instance.getMap(HazelcastConfigs.statesName("test")).isEmpty()).isTrue();
    }

    @Test
    void ofManyCheckpointsInQuickSuccessionFewAreWrittenAndTheNewestIs() throws Exception {
        TestMember member = join();
        TallyApi tally = start(member, "busy");
        ChildContext<?> child = running(member, "busy");
        for (int i = 1; i <= 20_000; i++) {
            child.checkpoint(new Tally.Count(i, null));
        }
        await().atMost(SOON).until(() -> counts(member, List.of("busy")).equals(List.of(20_000L)));
        CheckpointCounts counts = member.hub.checkpoints();
        assertThat(counts.taken()).isEqualTo(20_000);
        assertThat(counts.written()).isLessThan(20_000).isPositive();
        failAll(member);
        await().atMost(SOON).until(() -> this.habits.runs.get() == 2);
        assertThat(tally.value()).isEqualTo(20_000);
    }

    @Test
    void aStoreThatDoesNotAnswerHoldsUpNobodyElse() throws Exception {
        MemoryStateStore slow = new MemoryStateStore();
        this.hubs.keeping((store) -> new StateKeeping(slow, new JsonStateSerializer(), 1000, HandoverSettings.DEFAULT));
        TestMember member = join();
        for (int i = 0; i < 100; i++) {
            start(member, "t" + i);
        }
        await().atMost(SOON).until(() -> member.workers.running().size() == 100);
        slow.hold();
        member.workers.running().values().forEach((child) -> child.checkpoint(new Tally.Count(3, null)));
        start(member, "waits");
        List<ChildSpec> others = IntStream.range(0, 100).mapToObj((i) -> ChildSpec.of("o" + i, "idle", null)).toList();
        member.template.startAll(others).get(30, TimeUnit.SECONDS).orThrow();
        await().atMost(SOON).until(() -> member.workers.running().size() == 200);
        member.template.stopAll(others.stream().map((spec) -> spec.key().value()).toList())
            .get(30, TimeUnit.SECONDS)
            .orThrow();
        assertThat(member.hub.checkpoints().written()).isZero();
        slow.release();
        await().atMost(SOON).until(() -> member.hub.checkpoints().written() == 100);
        await().atMost(SOON).until(() -> member.workers.running().containsKey(ChildKey.of("waits")));
    }

    @Test
    void aRestartOnTheSameMemberBeginsWithWhatTheStoreHasNotTakenYet() throws Exception {
        MemoryStateStore failing = new MemoryStateStore();
        this.hubs.keeping((store) -> new StateKeeping(failing, new JsonStateSerializer(), 1000,
                new HandoverSettings(Duration.ofMillis(50), HandoverSettings.OnFailure.STAY)));
        TestMember member = join();
        TallyApi tally = start(member, "a");
        tally.count();
        failing.fail(true);
        tally.keep();
        failAll(member);
        await().atMost(SOON)
            .until(() -> member.template.find("a").flatMap(ChildRecord::active).orElseThrow().incarnation() == 2);
        failing.fail(false);
        await().atMost(SOON).until(() -> this.habits.runs.get() == 2);
        assertThat(tally.value()).isEqualTo(1);
        await().atMost(SOON).untilAsserted(() -> {
            StoredState state = failing.find(ChildKey.of("a"));
            assertThat(state).isNotNull();
            assertThat(Objects.requireNonNull(state).bytes()).isNotNull();
        });
    }

}
