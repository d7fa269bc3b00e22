package io.processhub.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.StartResult;
import io.processhub.StopResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.spec;
import static org.assertj.core.api.Assertions.assertThat;

/** A member that finds children of an earlier life, or a store that refuses. */
class RecoveryTest {

    private static final Duration SETTLE = RecoverySettings.DEFAULT.settle();

    private static final long EPOCH = 5000;

    private final OneMember one = OneMember.alone();

    private static ChildRecord recovered(int number, long removedAt) {
        return StoredRow.recovered(spec(number), EPOCH, 3, 7, removedAt);
    }

    private void find(ChildRecord... rows) {
        for (ChildRecord row : rows) {
            this.one.inMap(row);
        }
        this.one.hear(new Signal.Scanned(List.of(rows), List.of(), List.of()));
    }

    private static ChildRecord[] children(int count) {
        return IntStream.range(0, count).mapToObj((i) -> recovered(i, 0)).toArray(ChildRecord[]::new);
    }

    @Test
    void childrenWaitUntilTheClusterHasSettledThenStartWithALimit() {
        find(children(120));
        this.one.tickAfter(SETTLE.minusMillis(1));
        assertThat(this.one.take(Effect.CallMap.class)).isEmpty();
        assertThat(this.one.view().row(spec(0).key())).isNotNull().matches(ChildRecord::isPending);
        List<Integer> taken = new ArrayList<>();
        for (long millis = 1; taken.stream().mapToInt(Integer::intValue).sum() < 120; millis = 100) {
            this.one.tickAfter(Duration.ofMillis(millis));
            taken.add(this.one.answerMap().stream().mapToInt((call) -> call.commands().size()).sum());
        }
        assertThat(taken).containsExactly(50, 50, 20);
        assertThat(this.one.take(Effect.StartChild.class)).hasSize(120);
    }

    @Test
    void theyRunUnderEpochsAboveAllThatMayHaveBeenGrantedBefore() {
        find(recovered(0, 0));
        this.one.tickAfter(SETTLE);
        this.one.answerMap();
        long epoch = this.one.claimInMap(spec(0)).epoch();
        assertThat(epoch).isGreaterThanOrEqualTo((EPOCH / 1024 + 1) * 1024);
        assertThat(StoredRow.differs(recovered(0, 0), this.one.inMap(spec(0)))).as("the store hears of it").isTrue();
    }

    @Test
    void aStoppedChildStaysStopped() {
        find(recovered(0, this.one.now().toEpochMilli()));
        this.one.tickAfter(SETTLE.multipliedBy(10));
        assertThat(this.one.take(Effect.CallMap.class)).isEmpty();
        assertThat(this.one.take(Effect.StartChild.class)).isEmpty();
    }

    @Test
    void aMemberThatStillKnowsTheChildKnowsBetter() {
        OneMember knowing = OneMember.running(OneMember.alone(), 1);
        ChildRecord known = knowing.inMap(spec(0));
        ChildRecord lost = StoredRow.recovered(known.spec(), known.epoch(), known.version(), known.startId(), 0);
        assertThat(known.isNewerThan(lost)).isTrue();
        knowing.hear(new Signal.Scanned(List.of(lost), List.of(), List.of()));
        knowing.tickAfter(SETTLE);
        assertThat(knowing.endStopped()).isEmpty();
        assertThat(knowing.take(Effect.StartChild.class)).isEmpty();
    }

    @Test
    void aStartThatTheStoreRefusesIsToldSoAndDoesNotCostTheOthers() {
        this.one.hear(new Signal.Start(9, List.of(spec(0), spec(1)), List.of(), false, Duration.ofSeconds(10)));
        this.one.deliverOwn();
        refuse(spec(0));
        this.one.deliverOwn();
        StartResult result = this.one.take(Effect.CompleteStart.class).getFirst().result();
        assertThat(result.ids()).containsExactly(spec(1).key());
        assertThat(result.errors()).extracting(ChildError::message)
            .containsExactly("child 'child-0': the disk is full; nothing was changed, try again later");
        assertThat(this.one.take(Effect.StartChild.class)).extracting((start) -> start.spec().key())
            .containsExactly(spec(1).key());
    }

    @Test
    void aStopThatTheStoreRefusesLeavesTheChildRunning() {
        OneMember running = OneMember.running(this.one, 1);
        running.hear(new Signal.Stop(9, List.of(spec(0).key()), Duration.ofSeconds(10)));
        refuse(spec(0));
        StopResult result = running.take(Effect.CompleteStop.class).getFirst().result();
        assertThat(result.errors()).containsExactly(new ChildError.NotStored(spec(0).key(), "the disk is full"));
        running.tickAfter(Duration.ofMinutes(1));
        assertThat(running.endStopped()).isEmpty();
        assertThat(running.localChildren()).isEqualTo(1);
    }

    @Test
    void whatFollowsFromTheStateOfAChildIsTriedAgain() {
        find(recovered(0, 0));
        this.one.tickAfter(SETTLE);
        refuse(spec(0));
        assertThat(this.one.take(Effect.StartChild.class)).isEmpty();
        this.one.tickAfter(HubSettings.RETRY_DELAY);
        this.one.answerMap();
        assertThat(this.one.take(Effect.StartChild.class)).singleElement()
            .satisfies((start) -> assertThat(start.claim().member()).isEqualTo(A.id()));
    }

    /** The store does not take what is asked for this child; the map answers the rest. */
    private void refuse(ChildSpec refused) {
        Effect.CallMap call = this.one.take(Effect.CallMap.class).getFirst();
        List<@Nullable ChildRecord> rows = new ArrayList<>();
        for (RegistryCommand command : call.commands()) {
            rows.add(command.key().equals(refused.key()) ? null : command.apply(null));
        }
        this.one.hear(
                new Signal.MapRefused(call.call(), rows, Map.<ChildKey, String>of(refused.key(), "the disk is full")));
    }

}
