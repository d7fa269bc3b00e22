package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubEvent.HandoverDelivered;
import io.processhub.ProcessHubEvent.HandoverOutcome;
import io.processhub.ProcessHubEvent.MigrationDeferred;
import io.processhub.migration.HotSwap;
import io.processhub.runtime.HandoverSettings.OnFailure;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Children that move with their state, or stay because it cannot go along. */
@ExtendWith(OutputCaptureExtension.class)
class HandoverTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int CHILDREN = 24;

    private final TestHubs hubs = new TestHubs(new HotSwap(true));

    private final Tally.Habits habits = new Tally.Habits();

    private final Tally.Habits elsewhere = new Tally.Habits();

    @AfterEach
    void close() {
        this.habits.unblocked.countDown();
        this.hubs.close();
    }

    private void keepingFor(Duration wait, OnFailure onFailure) {
        this.hubs.keeping((store) -> new StateKeeping(store, new JsonStateSerializer(),
                StateKeeping.DEFAULT_MAX_STATE_SIZE, new HandoverSettings(wait, onFailure)));
    }

    private TestMember join(Tally.Habits habits) throws InterruptedException {
        return this.hubs.join(() -> {
            Workers workers = new Workers();
            return workers.withBean("tally", () -> new Tally(workers, habits));
        });
    }

    /** One member with children that have counted to different numbers. */
    private TestMember counting() throws Exception {
        TestMember member = join(this.habits);
        member.template
            .startAll(IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of("t" + i, "tally", null)).toList())
            .get(30, TimeUnit.SECONDS)
            .orThrow();
        for (int i = 0; i < CHILDREN; i++) {
            for (int n = 0; n < i; n++) {
                tally(member, i).count();
            }
        }
        return member;
    }

    private static TallyApi tally(TestMember member, int number) {
        return member.template.client(TallyApi.class, "t" + number);
    }

    private static List<Long> counts(TestMember member) {
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < CHILDREN; i++) {
            counts.add(tally(member, i).value());
        }
        return counts;
    }

    private static List<Long> zeroTo(int end) {
        return IntStream.range(0, end).mapToObj((i) -> (long) i).toList();
    }

    private static List<HandoverDelivered> handovers(TestMember member) {
        return events(member, HandoverDelivered.class);
    }

    private static <E extends ProcessHubEvent> List<E> events(TestMember member, Class<E> type) {
        return member.events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void childrenThatMoveGoOnWithTheirStateAndTheirBeansAreBuiltAhead() throws Exception {
        TestMember first = counting();
        TestMember second = join(this.elsewhere);
        await().atMost(SOON).until(() -> second.workers.running().size() > 3);
        Map<ChildKey, ?> after = this.hubs.awaitRunning(CHILDREN);
        assertThat(after).hasSize(CHILDREN);
        assertThat(counts(second)).isEqualTo(zeroTo(CHILDREN));
        int moved = second.workers.running().size();
        assertThat(handovers(first)).hasSize(moved)
            .allSatisfy((event) -> assertThat(event.outcome()).isEqualTo(HandoverOutcome.DELIVERED))
            .allSatisfy((event) -> assertThat(event.reason()).isNull());
        assertThat(this.elsewhere.built.get()).isEqualTo(moved);
        assertThat(first.workers.destroyed()).isEqualTo(moved);
        this.hubs.leave(second);
        this.hubs.awaitRunning(CHILDREN);
        assertThat(counts(first)).isEqualTo(zeroTo(CHILDREN));
    }

    @Test
    void callsWhileChildrenMoveAreAllCountedOnce() throws Exception {
        TestMember first = counting();
        List<CompletableFuture<?>> callers = new ArrayList<>();
        int calls = 200;
        for (int i = 0; i < CHILDREN; i++) {
            TallyApi tally = tally(first, i);
            callers.add(CompletableFuture.runAsync(() -> {
                for (int n = 0; n < calls; n++) {
                    tally.count();
                }
            }, Thread::startVirtualThread));
        }
        TestMember second = join(this.elsewhere);
        for (CompletableFuture<?> caller : callers) {
            caller.get(60, TimeUnit.SECONDS);
        }
        await().atMost(SOON).until(() -> second.workers.running().size() > 3);
        this.hubs.awaitRunning(CHILDREN);
        assertThat(counts(first)).isEqualTo(zeroTo(CHILDREN).stream().map((count) -> count + calls).toList());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORKS")
    void aChildWhoseStateCannotBeHandedOverGoesOnWithItWhereItIs(Tally.Export how, CapturedOutput output)
            throws Exception {
        keepingFor((how == Tally.Export.BLOCKS) ? Duration.ofMillis(300) : Duration.ofSeconds(30), OnFailure.STAY);
        TestMember first = counting();
        Map<ChildKey, ChildContext<?>> before = first.workers.running();
        Map<ChildKey, Claim> claims = claims(first);
        this.habits.export = how;
        TestMember second = join(this.elsewhere);
        await().atMost(SOON).until(() -> handovers(first).size() > 3);
        List<HandoverDelivered> refused = handovers(first);
        assertThat(refused).allSatisfy((event) -> {
            assertThat(event.outcome()).isEqualTo(HandoverOutcome.REFUSED);
            assertThat(event.reason()).contains(expected(how));
            assertThat(output).contains(
                    "child " + event.key() + " does not move, its state cannot be handed over: " + event.reason());
        });
        await().atMost(SOON)
            .untilAsserted(() -> assertThat(events(first, MigrationDeferred.class)).extracting(MigrationDeferred::key)
                .containsAll(refused.stream().map(HandoverDelivered::key).toList()));
        assertThat(counts(second)).isEqualTo(zeroTo(CHILDREN));
        await().atMost(SOON)
            .untilAsserted(() -> assertThat(first.workers.running()).containsExactlyInAnyOrderEntriesOf(before));
        assertThat(second.workers.running()).isEmpty();
        assertThat(this.habits.built.get()).as("the same beans").isEqualTo(CHILDREN);
        assertThat(before.values()).allMatch(ChildContext::isActive);
        assertThat(claims(first)).isEqualTo(claims);
        assertThat(tally(second, 0).count()).isEqualTo(1);
    }

    private static Map<ChildKey, Claim> claims(TestMember member) {
        Map<ChildKey, Claim> claims = new HashMap<>();
        for (ChildRecord row : member.template.children()) {
            claims.put(row.key(), row.active().orElseThrow());
        }
        return claims;
    }

    private static String expected(Tally.Export how) {
        return switch (how) {
            case THROWS -> "exportState failed: java.lang.IllegalStateException: not this time";
            case BLOCKS -> "exportState did not return within 300 ms";
            case IS_TOO_LARGE -> "bytes (expected: at most 1048576, which is processhub.max-state-size)";
            case IS_UNSERIALISABLE -> "cannot be serialised";
            case IS_NULL -> "null (expected: a state)";
            case WORKS -> throw new IllegalArgumentException();
        };
    }

    @Test
    void whenTheStoreDoesNotTakeTheStateTheChildGoesOnWithIt() throws Exception {
        MemoryStateStore failing = new MemoryStateStore();
        this.hubs.keeping((store) -> new StateKeeping(failing, new JsonStateSerializer(), 1000,
                new HandoverSettings(Duration.ofMillis(300), OnFailure.STAY)));
        TestMember first = counting();
        failing.fail(true);
        join(this.elsewhere);
        await().atMost(SOON).until(() -> handovers(first).size() > 3);
        assertThat(handovers(first)).allSatisfy((event) -> {
            assertThat(event.outcome()).isEqualTo(HandoverOutcome.REFUSED);
            assertThat(event.reason()).isEqualTo("it was not written within 300 ms");
        });
        assertThat(counts(first)).isEqualTo(zeroTo(CHILDREN));
        assertThat(this.habits.built.get()).isEqualTo(CHILDREN);
    }

    @Test
    void aChildMayMoveWithoutItsStateIfItIsConfiguredSo() throws Exception {
        keepingFor(Duration.ofSeconds(30), OnFailure.MOVE_WITHOUT_STATE);
        TestMember first = counting();
        for (int i = 0; i < CHILDREN; i++) {
            tally(first, i).keep();
            tally(first, i).count();
        }
        this.habits.export = Tally.Export.THROWS;
        TestMember second = join(this.elsewhere);
        await().atMost(SOON).until(() -> second.workers.running().size() > 3);
        this.hubs.awaitRunning(CHILDREN);
        Set<ChildKey> moved = second.workers.running().keySet();
        assertThat(handovers(first)).extracting(HandoverDelivered::outcome)
            .containsOnly(HandoverOutcome.WITHOUT_STATE)
            .hasSameSizeAs(moved);
        for (int i = 0; i < CHILDREN; i++) {
            assertThat(tally(first, i).value()).isEqualTo(moved.contains(ChildKey.of("t" + i)) ? i : i + 1);
        }
    }

    @Test
    void whatCannotBeHandedOverInTimeIsNamedAndTakenOver(CapturedOutput output) throws Exception {
        TestMember first = counting();
        for (int i = 0; i < CHILDREN; i++) {
            tally(first, i).keep();
        }
        TestMember second = join(this.elsewhere);
        await().atMost(SOON).until(() -> second.workers.running().size() > 3);
        Set<ChildKey> moved = this.hubs.awaitRunning(CHILDREN).keySet();
        assertThat(moved).hasSize(CHILDREN);
        int left = first.workers.running().size();
        this.habits.export = Tally.Export.BLOCKS;
        this.hubs.leave(first, Duration.ofMillis(500));
        this.hubs.awaitRunning(CHILDREN);
        assertThat(second.workers.running()).hasSize(CHILDREN);
        assertThat(counts(second)).isEqualTo(zeroTo(CHILDREN));
        assertThat(output).contains(left + " children could not be handed over within 500 ms");
    }

    @Test
    void aChildThatIsNotReadyRunsOnUntouched() throws Exception {
        TestMember first = counting();
        this.habits.ready = false;
        TestMember second = join(this.elsewhere);
        await().atMost(SOON).until(() -> events(first, MigrationDeferred.class).size() > 3);
        assertThat(events(first, MigrationDeferred.class))
            .allSatisfy((event) -> assertThat(event.reason()).isEqualTo("it is not ready to move"));
        assertThat(second.workers.running()).isEmpty();
        assertThat(this.habits.runs.get()).isEqualTo(CHILDREN);
        assertThat(handovers(first)).isEmpty();
        assertThat(counts(second)).isEqualTo(zeroTo(CHILDREN));
    }

    @Test
    void aStopWinsOverAMoveThatWaitsForTheState() throws Exception {
        keepingFor(Duration.ofMinutes(10), OnFailure.STAY);
        TestMember first = counting();
        this.habits.export = Tally.Export.BLOCKS;
        join(this.elsewhere);
        assertThat(this.habits.exporting.await(60, TimeUnit.SECONDS)).isTrue();
        first.template.stopAll(IntStream.range(0, CHILDREN).mapToObj((i) -> "t" + i).toList())
            .get(60, TimeUnit.SECONDS)
            .orThrow();
        assertThat(first.workers.running()).isEmpty();
        assertThat(first.template.children()).isEmpty();
    }

}
