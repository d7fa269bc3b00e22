package io.processhub.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Role;
import io.processhub.StartResult;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.B;
import static io.processhub.coordination.OneMember.keys;
import static io.processhub.coordination.OneMember.ownedBy;
import static io.processhub.coordination.OneMember.spec;
import static io.processhub.coordination.OneMember.specs;
import static org.assertj.core.api.Assertions.assertThat;

/** How the coordinator of one member answers the application, and other members. */
class HubCoordinatorCallsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final ChildSpec CHILD = spec(0);

    @Test
    void aStartGoesToEachOwnerInOneMessage() {
        OneMember one = OneMember.withB();
        one.hear(new Signal.Start(1, specs(1000), List.of(), true, TIMEOUT));
        assertThat(one.sent(B, Message.StartChildren.class))
            .containsExactly(new Message.StartChildren(A.node(), 1, ownedBy(B, 1000, A, B), 0));
        assertThat(one.sent(A, Message.StartChildren.class))
            .containsExactly(new Message.StartChildren(A.node(), 1, ownedBy(A, 1000, A, B), 0));
        assertThat(one.take(Effect.CallMap.class)).as("only an owner claims").isEmpty();
    }

    @Test
    void aStartIsAnsweredInTheOrderOfTheCallWhenAllOwnersHaveAnswered() {
        OneMember one = OneMember.withB();
        one.hear(new Signal.Start(1, specs(100), List.of(), true, TIMEOUT));
        one.deliverOwn();
        one.answerMap();
        one.deliverOwn();
        assertThat(one.take(Effect.CompleteStart.class)).as("b has not answered").isEmpty();
        Claim claim = new Claim(B.id(), 20, Role.ACTIVE, Claim.State.RUNNING, 1, null);
        List<ChildKey> ofB = keys(ownedBy(B, 100, A, B));
        one.hear(new Message.StartAnswer(1, ofB.stream().collect(Collectors.toMap((k) -> k, (k) -> claim)), List.of()));
        StartResult result = one.take(Effect.CompleteStart.class).getFirst().result();
        assertThat(result.errors()).isEmpty();
        assertThat(result.ids()).containsExactlyElementsOf(keys(specs(100)));
        assertThat(result.members()).containsExactly(A.id(), B.id());
        assertThat(one.view().size()).as("what the application is told, this member knows").isEqualTo(100);
    }

    @Test
    void aRequestForChildrenOfAnotherOwnerIsPassedOnInOneMessage() {
        OneMember one = OneMember.withB();
        List<ChildSpec> ofB = ownedBy(B, 1000, A, B);
        one.hear(new Message.StartChildren("node-z", 5, ofB, 0));
        assertThat(one.sent(B, Message.StartChildren.class))
            .containsExactly(new Message.StartChildren("node-z", 5, ofB, 1));
        assertThat(one.take(Effect.CallMap.class)).isEmpty();
    }

    @Test
    void aRequestThatWasPassedOnTooOftenIsServed() {
        OneMember one = OneMember.withB();
        List<ChildSpec> ofB = ownedBy(B, 10, A, B);
        one.hear(new Message.StartChildren("node-z", 5, ofB, 3));
        assertThat(one.sent(B, Message.StartChildren.class)).isEmpty();
        assertThat(one.take(Effect.CallMap.class)).hasSize(1);
    }

    @Test
    void aThousandStartsNeedOneCallAndOneAnswer() {
        OneMember one = OneMember.alone();
        one.all();
        one.hear(new Signal.Start(1, specs(1000), List.of(), true, TIMEOUT));
        one.deliverOwn();
        assertThat(one.answerMap()).hasSize(1);
        List<Effect.StartChild> starts = one.take(Effect.StartChild.class);
        assertThat(starts).hasSize(1000);
        assertThat(one.sent(A, Message.StartAnswer.class)).hasSize(1);
        one.deliverOwn();
        assertThat(one.take(Effect.CompleteStart.class)).hasSize(1);
        one.hear(starts.stream()
            .map((start) -> new Signal.ChildUp(start.spec().key(), start.claim().epoch(), 1))
            .toArray(Signal[]::new));
        one.tickAfter(Duration.ofSeconds(2));
        assertThat(one.take(Effect.CallMap.class)).as("nothing more to be said about them").isEmpty();
    }

    @Test
    void manyStartsGoInBatches() {
        OneMember one = OneMember.alone();
        one.hear(new Signal.Start(1, specs(12_000), List.of(), true, TIMEOUT));
        one.deliverOwn();
        int calls = 0;
        int commands = 0;
        while (commands < 12_000) {
            List<Effect.CallMap> made = one.answerMap();
            assertThat(made).isNotEmpty();
            calls += made.size();
            commands += made.stream().mapToInt((call) -> call.commands().size()).sum();
            one.hear(new Signal.Tick());
        }
        assertThat(calls).isEqualTo(3);
        assertThat(one.localChildren()).isEqualTo(12_000);
    }

    @Test
    void aStartWithoutAnAnswerEndsWithOneErrorForEachChildThatNamesTheMember() {
        OneMember one = OneMember.withB();
        List<ChildSpec> ofB = ownedBy(B, 20, A, B);
        one.hear(new Signal.Start(1, ofB, List.of(), true, TIMEOUT));
        one.tickAfter(TIMEOUT);
        assertThat(one.take(Effect.CompleteStart.class)).singleElement()
            .satisfies((complete) -> assertThat(complete.result().errors()).containsExactlyElementsOf(keys(ofB).stream()
                .<ChildError>map((key) -> new ChildError.TimedOut(key, B.id().value()))
                .toList()));
    }

    @Test
    void aChildThatExistsRefusesTheWholeCall() {
        OneMember one = OneMember.running(OneMember.alone(), 1);
        one.hear(new Signal.Start(1, specs(3), List.of(), true, TIMEOUT));
        assertThat(one.take(Effect.CompleteStart.class)).singleElement()
            .satisfies((complete) -> assertThat(complete.result().errors())
                .containsExactly(new ChildError.AlreadyExists(CHILD.key(), one.inMap(CHILD).claims())));
        assertThat(one.sent(A, Message.StartChildren.class)).isEmpty();
    }

    @Test
    void aStopIsAnsweredWhenTheChildHasEnded() {
        OneMember one = OneMember.running(OneMember.alone(), 2);
        one.hear(new Signal.Stop(1, List.of(CHILD.key(), ChildKey.of("nobody")), TIMEOUT));
        one.answerMap();
        assertThat(one.take(Effect.CompleteStop.class)).as("it still runs").isEmpty();
        assertThat(one.endStopped()).extracting(Effect.StopChild::key).containsExactly(CHILD.key());
        one.answerMap();
        assertThat(one.take(Effect.CompleteStop.class)).singleElement().satisfies((complete) -> {
            assertThat(complete.result().stopped()).isEqualTo(Map.of(CHILD.key(), List.of(A.id())));
            assertThat(complete.result().errors()).containsExactly(new ChildError.NotFound(ChildKey.of("nobody")));
        });
        assertThat(one.inMap(CHILD).isSettled()).isTrue();
        assertThat(one.take(Effect.StartChild.class)).isEmpty();
    }

    @Test
    void aStopWinsOverARestartThatIsDue() {
        OneMember one = OneMember.running(OneMember.alone(), 1);
        one.fails(CHILD, 10, 1);
        one.answerMap();
        one.hear(new Signal.Stop(1, List.of(CHILD.key()), TIMEOUT));
        one.answerMap();
        one.answerMap();
        one.tickAfter(Duration.ofSeconds(1));
        assertThat(one.take(Effect.StartChild.class)).isEmpty();
        assertThat(one.take(Effect.CompleteStop.class)).hasSize(1);
    }

}
