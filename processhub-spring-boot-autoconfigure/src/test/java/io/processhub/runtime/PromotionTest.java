package io.processhub.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.Effect;
import io.processhub.coordination.Signal;
import io.processhub.redundancy.Replication;
import io.processhub.redundancy.Replication.Factor;
import io.processhub.redundancy.Replication.Model;
import io.processhub.restart.ExitReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica that becomes active and stands by again, at moments that the test chooses.
 */
class PromotionTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final ChildSpec SPEC = ChildSpec.of("a", "tally", null);

    private static final long START_ID = 7;

    private final MemoryStateStore store = new MemoryStateStore();

    private final Queue<Signal> signals = new ConcurrentLinkedQueue<>();

    private final List<Tally> beans = new CopyOnWriteArrayList<>();

    private final Workers workers = new Workers();

    private final Checkpoints checkpoints = new Checkpoints(
            new StateKeeping(this.store, new JsonStateSerializer(), 1000, HandoverSettings.DEFAULT));

    private final MonotonicClock clock = new MonotonicClock();

    private final ChildHost host = new ChildHost("test", this.workers.withBean("tally", this::newTally),
            new LeaseEnd(this.clock, false, Duration.ZERO), this.checkpoints, (calls) -> {
            }, ChildObserver.NONE, (key, state) -> {
            }, this.signals::add, (event) -> {
            }, new Replication(new Factor(2), Model.ACTIVE_PASSIVE, Replication.Signal.NONE));

    private final Supervisor supervisor = new Supervisor(this.host);

    private Tally newTally() {
        Tally tally = new Tally(this.workers, new Tally.Habits());
        this.beans.add(tally);
        return tally;
    }

    @AfterEach
    void close() {
        this.store.fail(false);
        this.store.release();
        this.supervisor.interruptAll();
        await().atMost(SOON).until(() -> this.supervisor.alive().isEmpty());
        this.supervisor.close();
    }

    private static Claim claim(long epoch, Role role) {
        return new Claim(new MemberId("m#1"), epoch, role, Claim.State.RUNNING, 1, null);
    }

    /** Starts the child under epoch 1. */
    private ChildContext<?> start(Role role) {
        this.supervisor.start(new Effect.StartChild(SPEC, claim(1, role), START_ID));
        return running();
    }

    private ChildContext<?> running() {
        await().atMost(SOON).until(() -> this.workers.running().containsKey(SPEC.key()));
        return Objects.requireNonNull(this.workers.running().get(SPEC.key()));
    }

    private void follow(long epoch, Role role) {
        this.supervisor.follow(new Effect.ChangeClaim(SPEC.key(), 1, 1, claim(epoch, role)));
    }

    private static void awaitRole(ChildContext<?> child, long epoch, Role role) {
        await().atMost(SOON).until(() -> child.epoch() == epoch && child.role() == role);
    }

    /** Another member has opened the state, and kept another one. */
    private void keptElsewhere(long epoch, long count) {
        this.store.write(SPEC.key(), new StoredState(START_ID, epoch, 100,
                "{\"count\":%d}".formatted(count).getBytes(StandardCharsets.UTF_8)));
    }

    private void awaitEnd() {
        await().atMost(SOON)
            .until(() -> this.signals.stream()
                .anyMatch((signal) -> signal instanceof Signal.ChildExited exited
                        && exited.reason() instanceof ExitReason.Stopped));
    }

    @Test
    void aLimitThatComesWhileItWaitsForItsStateHoldsWhenItIsActive() {
        ChildContext<?> child = start(Role.PASSIVE);
        this.store.hold();
        follow(2, Role.ACTIVE);
        this.supervisor.limit(new Effect.Limit(SPEC.key(), 2, this.clock.instant()));
        this.store.release();
        awaitRole(child, 2, Role.ACTIVE);
        assertThat(child.isActive()).isFalse();
    }

    @Test
    void aLimitThatIsLiftedWhileItWaitsForItsStateIsForgotten() {
        ChildContext<?> child = start(Role.PASSIVE);
        this.store.hold();
        follow(2, Role.ACTIVE);
        this.supervisor.limit(new Effect.Limit(SPEC.key(), 2, this.clock.instant()));
        this.supervisor.limit(new Effect.Limit(SPEC.key(), 2, null));
        this.store.release();
        awaitRole(child, 2, Role.ACTIVE);
        assertThat(child.isActive()).isTrue();
    }

    @Test
    void aLimitOfALaterClaimIsItsOwnOnlyOnceItFollowsThat() {
        ChildContext<?> child = start(Role.PASSIVE);
        this.supervisor.limit(new Effect.Limit(SPEC.key(), 2, this.clock.instant()));
        assertThat(child.isActive()).isTrue();
        follow(2, Role.ACTIVE);
        awaitRole(child, 2, Role.ACTIVE);
        assertThat(child.isActive()).isFalse();
    }

    /** Its lease names the later one; it acts on that lease. */
    @Test
    void whoeverIsActiveIsLimitedAsSoonAsItIsGrantedALaterEpoch() {
        ChildContext<?> child = start(Role.ACTIVE);
        this.supervisor.limit(new Effect.Limit(SPEC.key(), 2, this.clock.instant()));
        assertThat(child.isActive()).isFalse();
    }

    @Test
    void aLimitOfAnEarlierClaimDoesNotMatter() {
        ChildContext<?> child = start(Role.ACTIVE);
        follow(3, Role.ACTIVE);
        awaitRole(child, 3, Role.ACTIVE);
        this.supervisor.limit(new Effect.Limit(SPEC.key(), 2, this.clock.instant()));
        assertThat(child.isActive()).isTrue();
    }

    @Test
    void whatItWantsToKeepIsIgnoredWhenItIsNotActiveAnyMoreAndLaterItGoesOnFromTheNewestState() {
        ChildContext<?> child = start(Role.ACTIVE);
        Tally tally = this.beans.getFirst();
        tally.count();
        tally.keep();
        await().atMost(SOON).until(() -> this.checkpoints.counts().written() == 1);
        follow(1, Role.PASSIVE);
        keptElsewhere(2, 40);
        tally.count();
        tally.keep();
        assertThat(this.checkpoints.counts().taken()).isEqualTo(1);
        follow(3, Role.ACTIVE);
        awaitRole(child, 3, Role.ACTIVE);
        assertThat(tally.value()).isEqualTo(40);
        tally.count();
        tally.keep();
        await().atMost(SOON).until(() -> this.checkpoints.counts().written() == 2);
        assertThat(child.isActive()).isTrue();
        assertThat(this.beans).hasSize(1);
    }

    @Test
    void aStateThatComesTooLateDoesNotMatterToOneThatStandsBy() {
        ChildContext<?> child = start(Role.ACTIVE);
        Tally tally = this.beans.getFirst();
        this.store.hold();
        tally.count();
        tally.keep();
        await().atMost(SOON).until(() -> this.store.saves() == 1);
        follow(1, Role.PASSIVE);
        keptElsewhere(2, 40);
        this.store.release();
        await().atMost(SOON).until(() -> this.checkpoints.counts().refused() == 1);
        follow(3, Role.ACTIVE);
        awaitRole(child, 3, Role.ACTIVE);
        assertThat(tally.value()).isEqualTo(40);
        assertThat(child.isActive()).isTrue();
        assertThat(this.signals).noneMatch(Signal.ClaimOutrun.class::isInstance);
    }

    @Test
    void itIsBuiltAnewRatherThanGoOnFromWhatItRemembersOfAnEarlierTurn() {
        start(Role.ACTIVE);
        this.beans.getFirst().count();
        follow(1, Role.PASSIVE);
        follow(3, Role.ACTIVE);
        awaitEnd();
    }

    @Test
    void itStandsDownThoughItsStateComesWhenItIsNotActiveAnyMore() {
        this.store.hold();
        this.supervisor.start(new Effect.StartChild(SPEC, claim(1, Role.ACTIVE), START_ID));
        await().atMost(SOON).until(() -> this.store.opens() == 1);
        follow(1, Role.PASSIVE);
        this.store.release();
        assertThat(running().role()).isEqualTo(Role.PASSIVE);
        this.beans.getFirst().keep();
        assertThat(this.checkpoints.counts().taken()).isZero();
    }

    @Test
    void ofTwoPromotionsInQuickSuccessionTheLaterOneCounts() {
        ChildContext<?> child = start(Role.PASSIVE);
        keptElsewhere(1, 40);
        this.store.fail(true);
        follow(2, Role.ACTIVE);
        await().atMost(SOON).until(() -> this.store.opens() > 0);
        follow(2, Role.PASSIVE);
        follow(3, Role.ACTIVE);
        this.store.fail(false);
        awaitRole(child, 3, Role.ACTIVE);
        assertThat(this.beans.getFirst().value()).isEqualTo(40);
        assertThat(Objects.requireNonNull(this.store.find(SPEC.key())).epoch()).isEqualTo(3);
    }

    @Test
    void aStopEndsTheEarlierOfTwoPromotionsToo() {
        start(Role.PASSIVE);
        this.store.fail(true);
        follow(2, Role.ACTIVE);
        await().atMost(SOON).until(() -> this.store.opens() > 0);
        follow(2, Role.PASSIVE);
        follow(3, Role.ACTIVE);
        this.supervisor.stop(new Effect.StopChild(SPEC.key(), 1, 1));
        awaitEnd();
    }

    @Test
    void oneThatHasReturnedDoesNotBecomeActive() throws Exception {
        Queue<Claim> followed = new ConcurrentLinkedQueue<>();
        Promotion promotion = new Promotion(new Effect.StartChild(SPEC, claim(1, Role.PASSIVE), START_ID), this.host,
                new Activity(this.host.lease(), Thread.currentThread()), followed::add);
        promotion.begin(newTally());
        promotion.end();
        promotion.follow(claim(2, Role.ACTIVE));
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> this.store.opens() == 0 && followed.isEmpty());
    }

}
