package io.processhub.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** States of one child on their way to the store. */
class CheckpointLaneTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(30);

    private static final StateClaim CLAIM = new StateClaim(ChildKey.of("a"), 7, 100);

    private final MemoryStateStore store = new MemoryStateStore();

    private final Checkpoints checkpoints = new Checkpoints(
            new StateKeeping(this.store, new JsonStateSerializer(), 1000, HandoverSettings.DEFAULT));

    private final AtomicBoolean allowed = new AtomicBoolean(true);

    private final AtomicInteger refusals = new AtomicInteger();

    private CheckpointLane begin(StateClaim claim) {
        long version = this.store.open(claim).toCompletableFuture().join().version();
        CheckpointLane lane = this.checkpoints.lane(claim);
        lane.begin(version, this.allowed::get, this::refused);
        return lane;
    }

    private void refused(long by) {
        assertThat(by).isGreaterThan(CLAIM.epoch());
        this.refusals.incrementAndGet();
    }

    private static byte[] state(int number) {
        return String.valueOf(number).getBytes(StandardCharsets.UTF_8);
    }

    private String stored() {
        StoredState state = this.store.find(CLAIM.key());
        byte[] bytes = (state == null) ? null : state.bytes();
        return (bytes == null) ? "nothing" : new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void whileOneIsOnItsWayOnlyTheNewestOfTheOthersIsKept() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        this.store.hold();
        lane.put(state(0));
        await().until(() -> this.store.saves() == 1);
        for (int i = 1; i <= 1_000; i++) {
            lane.put(state(i));
        }
        this.store.release();
        assertThat(lane.flush(LONG)).isTrue();
        assertThat(this.store.saves()).isEqualTo(2);
        assertThat(stored()).isEqualTo("1000");
        assertThat(this.checkpoints.counts()).isEqualTo(new CheckpointCounts(1_001, 2, 0, 0));
    }

    @Test
    void whatFailsIsTriedAgain() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        this.store.fail(true);
        lane.put(state(1));
        await().until(() -> this.store.saves() >= 2);
        this.store.fail(false);
        assertThat(lane.flush(LONG)).isTrue();
        assertThat(stored()).isEqualTo("1");
        assertThat(this.checkpoints.counts().failed()).isPositive();
    }

    @Test
    void whatIsNotWrittenInTimeWaitsForTheNextIncarnationUnderTheSameClaim() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        this.store.hold();
        lane.put(state(1));
        assertThat(lane.flush(SHORT)).isFalse();
        this.checkpoints.leave(lane);
        CheckpointLane next = this.checkpoints.lane(CLAIM);
        assertThat(next.begin(0, () -> true, this::refused)).isEqualTo(state(1));
        next.put(state(2));
        this.store.release();
        assertThat(next.flush(LONG)).isTrue();
        assertThat(stored()).isEqualTo("2");
    }

    @Test
    void aLaterClaimDoesNotBeginWithWhatAnEarlierOneLeft() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        this.store.hold();
        lane.put(state(1));
        lane.flush(SHORT);
        this.checkpoints.leave(lane);
        StateClaim later = new StateClaim(CLAIM.key(), 7, 101);
        assertThat(this.checkpoints.lane(later).begin(0, () -> true, this::refused)).isNull();
    }

    @Test
    void whoeverMayNotActWritesNothing() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        this.allowed.set(false);
        lane.put(state(1));
        lane.flush(LONG);
        assertThat(this.store.saves()).isZero();
    }

    @Test
    void aLaterClaimShutsOutTheEarlierOneWhichHearsOfItOnce() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        begin(new StateClaim(CLAIM.key(), 7, 101));
        lane.put(state(1));
        await().until(() -> this.refusals.get() == 1);
        lane.put(state(2));
        lane.flush(LONG);
        assertThat(this.refusals).hasValue(1);
        assertThat(this.checkpoints.counts().refused()).isEqualTo(1);
        assertThat(stored()).isEqualTo("nothing");
    }

    @Test
    void aVersionThatTheStoreIsAheadOfIsSkipped() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        this.store.save(CLAIM, 50, state(50)).toCompletableFuture().join();
        lane.put(state(1));
        assertThat(lane.flush(LONG)).isTrue();
        assertThat(stored()).isEqualTo("1");
        assertThat(this.refusals).hasValue(0);
    }

    @Test
    void aStateThatMustBeThereIsAwaited() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        assertThat(lane.putAndAwait(state(1), LONG)).isTrue();
        assertThat(stored()).isEqualTo("1");
        this.store.hold();
        assertThat(lane.putAndAwait(state(2), SHORT)).isFalse();
    }

    @Test
    void notManyAreOnTheirWayAtTheSameTime() {
        this.store.hold();
        for (int i = 0; i < 500; i++) {
            StateClaim claim = new StateClaim(ChildKey.of("k" + i), 7, 100);
            CheckpointLane lane = this.checkpoints.lane(claim);
            lane.begin(0, () -> true, this::refused);
            lane.put(state(i));
        }
        await().until(() -> this.store.saves() == 32);
        this.store.release();
        await().atMost(LONG).until(() -> this.checkpoints.counts().written() == 500);
    }

    @Test
    void aStateThatSomebodyWaitsForDoesNotWaitBehindManyThatGetNoAnswer() throws Exception {
        List<CheckpointLane> far = IntStream.range(0, 100)
            .mapToObj((i) -> begin(new StateClaim(ChildKey.of("far" + i), 7, 100)))
            .toList();
        CheckpointLane queued = begin(new StateClaim(ChildKey.of("queued"), 7, 100));
        CheckpointLane late = begin(CLAIM);
        this.store.hold();
        far.forEach((lane) -> lane.put(state(0)));
        await().until(() -> this.store.saves() == 32);
        queued.put(state(1));
        await().during(SHORT).until(() -> this.store.saves() == 32);
        this.store.goOn();
        assertThat(queued.flush(LONG)).isTrue();
        assertThat(late.putAndAwait(state(2), LONG)).isTrue();
        assertThat(stored()).isEqualTo("2");
        assertThat(this.store.saves()).isEqualTo(34);
        this.store.release();
        for (CheckpointLane lane : far) {
            assertThat(lane.flush(LONG)).isTrue();
        }
        assertThat(this.store.saves()).isEqualTo(102);
    }

    @Test
    void whatIsWrittenAfterTheNextIncarnationHasReadTheStoreIsGivenToItAllTheSame() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        long read = this.store.open(CLAIM).toCompletableFuture().join().version();
        assertThat(lane.putAndAwait(state(1), LONG)).isTrue();
        assertThat(lane.begin(read, () -> true, this::refused)).isEqualTo(state(1));
        assertThat(lane.begin(read + 1, () -> true, this::refused)).isNull();
    }

    @Test
    void anInterruptDoesNotCostTheLastState() throws Exception {
        CheckpointLane lane = begin(CLAIM);
        this.store.hold();
        lane.put(state(1));
        await().until(() -> this.store.saves() == 1);
        AtomicBoolean done = new AtomicBoolean();
        Thread end = Thread.ofVirtual().start(() -> done.set(lane.flush(LONG) && Thread.interrupted()));
        await().until(() -> end.getState() == Thread.State.TIMED_WAITING);
        end.interrupt();
        await().until(() -> !end.isInterrupted());
        this.store.release();
        assertThat(end.join(LONG)).isTrue();
        assertThat(done).isTrue();
        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void aWriterThatFailsLeavesTheNextStateToAnotherOne() {
        CheckpointLane lane = begin(CLAIM);
        AtomicInteger asked = new AtomicInteger();
        lane.begin(0, () -> {
            if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("as a test wants it");
            }
            return true;
        }, this::refused);
        lane.put(state(1));
        await().until(() -> asked.get() == 1);
        await().until(() -> {
            lane.put(state(2));
            return stored().equals("2");
        });
        assertThat(lane.flush(LONG)).isTrue();
    }

}
