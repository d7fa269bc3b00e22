package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.ProcessHubEvent;
import io.processhub.Role;
import io.processhub.restart.ExitReason;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.B;
import static io.processhub.coordination.OneMember.keys;
import static io.processhub.coordination.OneMember.ownedBy;
import static io.processhub.coordination.OneMember.spec;
import static io.processhub.coordination.OneMember.specs;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of one coordinator; how several get on with each other is up to the simulation.
 */
class HubCoordinatorTest {

    private static final ChildSpec CHILD = spec(0);

    @Test
    void childrenOfAMemberThatDiesAreTakenInOneCallAndStartedAfterTheAnswer() {
        OneMember one = OneMember.withB();
        one.runsOn(B, 1000);
        assertThat(one.take(Effect.CallMap.class)).as("b lives").isEmpty();
        one.nodes(A);
        List<Effect.CallMap> calls = one.take(Effect.CallMap.class);
        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().commands()).hasSize(1000)
            .allSatisfy((command) -> assertThat(command)
                .isEqualTo(new RegistryCommand.Take(command.key(), 10, Set.of(B.id()), A.id(), Role.ACTIVE, 1, 11)));
        assertThat(one.take(Effect.StartChild.class)).as("nothing starts before the map has agreed").isEmpty();
    }

    @Test
    void whatWasTakenIsStartedUnderTheNewClaimAndTold() {
        OneMember one = OneMember.withB();
        one.runsOn(B, 1000);
        one.nodes(A);
        one.answerMap();
        List<Effect.StartChild> starts = one.take(Effect.StartChild.class);
        assertThat(starts).hasSize(1000).allSatisfy((start) -> {
            assertThat(start.claim().member()).isEqualTo(A.id());
            assertThat(start.claim().epoch()).isEqualTo(11);
        });
        assertThat(events(one, ProcessHubEvent.ChildTakenOver.class)).hasSize(1000);
        assertThat(one.take(Effect.CallMap.class)).isEmpty();
    }

    @Test
    void aTakeoverThatAnotherMemberHasWonStartsNothing() {
        OneMember one = OneMember.withB();
        one.runsOn(B, 1);
        one.nodes(A);
        Effect.CallMap call = one.take(Effect.CallMap.class).getFirst();
        Member winner = OneMember.member("c");
        ChildRecord row = new RegistryCommand.Take(CHILD.key(), 10, Set.of(B.id()), winner.id(), Role.ACTIVE, 1, 0)
            .apply(one.inMap(CHILD));
        List<ChildRecord> rows = (row == null) ? List.of() : List.of(row);
        one.hear(new Signal.MapAnswered(call.call(), new ArrayList<>(rows)));
        assertThat(one.take(Effect.StartChild.class)).isEmpty();
        assertThat(one.localChildren()).isZero();
    }

    @Test
    void aCallWithoutAnAnswerIsRepeatedAfterTheRetryDelay() {
        OneMember one = OneMember.withB();
        one.runsOn(B, 10);
        one.nodes(A);
        Effect.CallMap call = one.take(Effect.CallMap.class).getFirst();
        one.hear(new Signal.MapFailed(call.call(), "no answer"));
        one.tickAfter(HubSettings.RETRY_DELAY.minusNanos(1));
        assertThat(one.take(Effect.CallMap.class)).isEmpty();
        one.tickAfter(Duration.ofNanos(1));
        assertThat(one.take(Effect.CallMap.class)).singleElement()
            .satisfies((again) -> assertThat(again.commands()).isEqualTo(call.commands()));
    }

    @Test
    void aJoinMovesTheNewcomersShareAndNothingRunsTwice() {
        OneMember one = OneMember.running(OneMember.alone(), 1000);
        List<ChildKey> share = keys(ownedBy(B, 1000, A, B));
        one.join(B);
        assertThat(one.take(Effect.CallMap.class)).as("nothing is given away while it runs").isEmpty();
        assertThat(one.endStopped()).extracting(Effect.StopChild::key).containsExactlyInAnyOrderElementsOf(share);
        List<Effect.CallMap> calls = one.answerMap();
        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().commands()).extracting(RegistryCommand::key)
            .containsExactlyInAnyOrderElementsOf(share);
        assertThat(calls.getFirst().commands()).allSatisfy((command) -> assertThat(command)
            .isEqualTo(new RegistryCommand.Transfer(command.key(), A.id(), 10, B.id(), 11)));
        assertThat(one.take(Effect.StartChild.class)).isEmpty();
        assertThat(one.localChildren()).isEqualTo(1000 - share.size());
        assertThat(one.sent(B, Message.Rows.class)).singleElement()
            .satisfies((rows) -> assertThat(rows.rows()).hasSize(share.size()));
        assertThat(share).allSatisfy((key) -> assertThat(one.view().row(key)).isNotNull()
            .satisfies((row) -> assertThat(row.claims()).extracting(Claim::member).containsExactly(B.id())));
    }

    @Test
    void aMoveWhoseTargetDiesWhileTheChildStopsLeavesItHere() {
        OneMember one = OneMember.running(OneMember.alone(), 100);
        one.join(B);
        one.nodes(A);
        one.all()
            .stream()
            .filter(Effect.StopChild.class::isInstance)
            .map(Effect.StopChild.class::cast)
            .forEach((stop) -> one
                .hear(new Signal.ChildExited(stop.key(), stop.epoch(), stop.incarnation(), new ExitReason.Stopped())));
        assertThat(one.take(Effect.StartChild.class)).hasSameSizeAs(ownedBy(B, 100, A, B))
            .allSatisfy((start) -> assertThat(start.claim().incarnation()).isEqualTo(2));
        assertThat(one.localChildren()).isEqualTo(100);
    }

    @Test
    void aChildThatFailsIsStartedAgainAfterItsDelayWhichGrows() {
        OneMember one = OneMember.running(OneMember.alone(), 1);
        one.fails(CHILD, 10, 1);
        assertThat(one.nextTick()).isBeforeOrEqualTo(one.now().plusMillis(100));
        one.answerMap();
        assertThat(one.claimInMap(CHILD)).isEqualTo(claim(Claim.State.RESTARTING, 1));
        one.tickAfter(Duration.ofMillis(99));
        assertThat(one.take(Effect.StartChild.class)).isEmpty();
        one.tickAfter(Duration.ofMillis(1));
        assertThat(one.take(Effect.StartChild.class)).extracting(Effect.StartChild::claim)
            .containsExactly(claim(Claim.State.RUNNING, 2));
        assertThat(events(one, ProcessHubEvent.ChildRestarted.class))
            .containsExactly(new ProcessHubEvent.ChildRestarted(CHILD.key(), 10, 2));
        one.answerMap();
        one.fails(CHILD, 10, 2);
        one.tickAfter(Duration.ofMillis(199));
        assertThat(one.take(Effect.StartChild.class)).isEmpty();
        one.tickAfter(Duration.ofMillis(1));
        assertThat(one.take(Effect.StartChild.class)).hasSize(1);
    }

    @Test
    void aChildThatFailsTooOftenIsParkedWithItsError() {
        OneMember one = OneMember.running(OneMember.alone(), 1);
        for (int incarnation = 1; incarnation <= 3; incarnation++) {
            one.fails(CHILD, 10, incarnation);
            one.answerMap();
            one.tickAfter(Duration.ofMillis(200));
            one.answerMap();
        }
        String error = "parked after 2 restarts within PT4S: boom";
        assertThat(one.claimInMap(CHILD)).isEqualTo(new Claim(A.id(), 10, Role.ACTIVE, Claim.State.FAILED, 3, error));
        assertThat(events(one, ProcessHubEvent.ChildParked.class))
            .containsExactly(new ProcessHubEvent.ChildParked(CHILD.key(), 10, error));
        one.all();
        one.tickAfter(Duration.ofHours(1));
        assertThat(one.take(Effect.StartChild.class)).as("it stays down").isEmpty();
        assertThat(one.view().find(CHILD.key())).as("and can be seen").isPresent();
    }

    @Test
    void lateNewsOfAnOldIncarnationDoesNotTouchANewOne() {
        OneMember one = OneMember.running(OneMember.alone(), 1);
        one.fails(CHILD, 10, 1);
        one.answerMap();
        one.tickAfter(Duration.ofMillis(100));
        one.answerMap();
        one.all();
        one.fails(CHILD, 10, 1);
        one.fails(CHILD, 9, 2);
        one.hear(new Signal.ChildStuck(CHILD.key(), 10, 1, "stack"));
        assertThat(one.all()).isEmpty();
    }

    @Test
    void aDrainEndsWhenEverythingIsHandedOver() {
        OneMember one = OneMember.running(OneMember.withB(), 500);
        one.hear(new Signal.Drain());
        assertThat(one.sent(B, Message.Hello.class)).singleElement()
            .satisfies((hello) -> assertThat(hello.member().isUp()).isFalse());
        assertThat(one.take(Effect.Drained.class)).isEmpty();
        assertThat(one.endStopped()).hasSize(500);
        assertThat(one.take(Effect.Drained.class)).as("the claims are still held").isEmpty();
        assertThat(one.answerMap()).hasSize(1);
        assertThat(one.take(Effect.Drained.class)).hasSize(1);
        assertThat(one.sent(B, Message.Goodbye.class)).containsExactly(new Message.Goodbye(A.id()));
        assertThat(one.view().list(B.id(), "", Integer.MAX_VALUE)).hasSize(one.view().size());
        assertThat(one.nextTick()).isEqualTo(Instant.MAX);
    }

    @Test
    void aDrainOfTheLastMemberFreesTheClaims() {
        OneMember one = OneMember.running(OneMember.alone(), 10);
        one.hear(new Signal.Drain());
        one.endStopped();
        assertThat(one.answerMap().getFirst().commands()).hasSize(10)
            .contains(new RegistryCommand.Transfer(CHILD.key(), A.id(), 10, null, 0));
        assertThat(one.take(Effect.Drained.class)).hasSize(1);
    }

    @Test
    void aMemberThatFellOutOfTheClusterStopsItsChildrenAndDoesNothingMore() {
        OneMember one = OneMember.running(OneMember.alone(), 10);
        one.hear(new Signal.Lost("merged away"));
        assertThat(one.take(Effect.StopChild.class)).extracting(Effect.StopChild::key)
            .containsExactlyInAnyOrderElementsOf(keys(specs(10)));
        assertThat(one.all()).as("nothing is left to hand over, and nobody to tell")
            .containsExactly(new Effect.Drained());
        assertThat(one.nextTick()).isEqualTo(Instant.MAX);
        one.hear(new Signal.ChildExited(CHILD.key(), 10, 1, new ExitReason.Stopped()));
        one.tickAfter(Duration.ofHours(1));
        assertThat(one.all()).isEmpty();
        assertThat(one.localChildren()).isEqualTo(9);
    }

    @Test
    void aRowThatTheMapHasLostIsRestoredFromTheView() {
        OneMember one = OneMember.running(OneMember.alone(), 3);
        one.hear(new Signal.Scanned(List.of(), keys(specs(3)), List.of()));
        assertThat(one.take(Effect.CallMap.class)).singleElement()
            .satisfies((call) -> assertThat(call.commands()).hasSize(3)
                .allSatisfy((command) -> assertThat(command).isInstanceOf(RegistryCommand.Restore.class)));
    }

    @Test
    void changesOfTheRegistryAreToldIfSomeoneWantsToHearOfThem() {
        OneMember one = OneMember.alone();
        one.runsOn(A, 3);
        one.hear(tombstones(one, 3));
        List<ProcessHubEvent> told = events(one, ProcessHubEvent.class);
        assertThat(told).hasAtLeastOneElementOfType(ProcessHubEvent.RegistryInserted.class)
            .hasAtLeastOneElementOfType(ProcessHubEvent.RegistryRemoved.class);
        OneMember unheard = OneMember.unheard();
        unheard.runsOn(A, 3);
        unheard.hear(tombstones(unheard, 3));
        assertThat(events(unheard, ProcessHubEvent.class)).doesNotHaveAnyElementsOfTypes(
                ProcessHubEvent.RegistryInserted.class, ProcessHubEvent.RegistryRemoved.class);
        assertThat(unheard.view().size()).isZero();
    }

    private static Message tombstones(OneMember one, int children) {
        long now = one.now().toEpochMilli();
        return new Message.Rows(
                specs(children).stream().map((spec) -> new ChildRecord(spec, 10, 2, List.of(), 7, now)).toList());
    }

    private static Claim claim(Claim.State state, int incarnation) {
        String error = "boom";
        return new Claim(A.id(), 10, Role.ACTIVE, state, incarnation, error);
    }

    private static <E extends ProcessHubEvent> List<E> events(OneMember one, Class<E> kind) {
        return one.take(Effect.Tell.class)
            .stream()
            .map(Effect.Tell::event)
            .filter(kind::isInstance)
            .map(kind::cast)
            .toList();
    }

}
