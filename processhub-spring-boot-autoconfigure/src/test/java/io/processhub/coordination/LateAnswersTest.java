package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.processhub.partition.Divergence;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.RestartPolicy;
import io.processhub.Role;
import io.processhub.StopResult;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;
import io.processhub.redundancy.Singularity;
import io.processhub.restart.ExitReason;
import io.processhub.synchronization.PubSub;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers of the registry map that come late, or never: one coordinator, signal by
 * signal.
 */
class LateAnswersTest {

    private static final ChildKey KEY = ChildKey.of("k");

    private final RegistryView view = new RegistryView();

    private final Member self = new Member(new MemberId("m1"), "", "m1");

    private final Member other = new Member(new MemberId("m2"), "n2", "m2");

    private Instant now = Instant.parse("2026-06-01T00:00:00Z");

    private final HubCoordinator hub = new HubCoordinator(
            new HubSettings("test", new ConsistentHashing(), new Singularity(), new ColdSwap(),
                    new PubSub(Duration.ofSeconds(15)), new Divergence(), LeaseSettings.DEFAULT, RestartPolicy.DEFAULT),
            this.self, this.view);

    private final List<Effect> effects = new ArrayList<>();

    private List<Effect> on(Signal signal) {
        List<Effect> happened = this.hub.on(signal, this.now);
        this.effects.addAll(happened);
        return happened;
    }

    private List<Effect> later(Duration duration) {
        List<Effect> happened = new ArrayList<>();
        Instant end = this.now.plus(duration);
        while (this.now.isBefore(end)) {
            this.now = this.now.plusMillis(100);
            happened.addAll(on(new Signal.Tick()));
        }
        return happened;
    }

    private static Effect.CallMap call(List<Effect> effects) {
        return effects.stream()
            .filter(Effect.CallMap.class::isInstance)
            .map(Effect.CallMap.class::cast)
            .reduce((a, b) -> b)
            .orElseThrow();
    }

    private List<StopResult> stops() {
        return this.effects.stream()
            .filter(Effect.CompleteStop.class::isInstance)
            .map((effect) -> ((Effect.CompleteStop) effect).result())
            .toList();
    }

    private ChildRecord row(long epoch, long version, List<Claim> claims, long removedAt) {
        return new ChildRecord(ChildSpec.of("k", "worker", Json.NULL), epoch, version, claims, 1, removedAt);
    }

    private Claim claim(Member member, long epoch) {
        return new Claim(member.id(), epoch, Role.ACTIVE, Claim.State.RUNNING, 1, null);
    }

    private void meet() {
        on(new Signal.NodesChanged("n1", List.of("n1", "n2")));
        on(new Signal.Received(new Message.Hello(this.other, true, false)));
        later(Duration.ofSeconds(2));
    }

    /** The answer to the removal is lost, the child ends, the removal is asked again. */
    @Test
    void aStopWhoseFirstAnswerWasLostIsNoNotFound() {
        meet();
        on(new Signal.Received(new Message.Rows(List.of(row(5, 1, List.of(claim(this.other, 5)), 0)))));
        Effect.CallMap first = call(on(new Signal.Stop(1, List.of(KEY), Duration.ofSeconds(30))));
        ChildRecord tombstone = requireNonNull(first.commands().getFirst().apply(this.view.row(KEY)));
        later(Duration.ofSeconds(8));
        on(new Signal.MapFailed(first.call(), "no answer"));
        ChildRecord settled = row(5, tombstone.version() + 1, List.of(), tombstone.removedAt());
        Effect.CallMap second = call(later(Duration.ofSeconds(2)));
        assertThat(second.commands().getFirst()).isInstanceOf(RegistryCommand.Remove.class);
        List<ChildRecord> answer = new ArrayList<>();
        answer.add(second.commands().getFirst().apply(settled));
        on(new Signal.MapAnswered(second.call(), List.copyOf(answer)));
        later(Duration.ofSeconds(1));
        assertThat(stops()).hasSize(1);
        assertThat(stops().getFirst().errors()).isEmpty();
    }

    /** The child is stopped and started again; only the news of the latter comes. */
    @Test
    void aStopIsAnsweredWhenTheChildWasStartedAgainMeanwhile() {
        meet();
        on(new Signal.Received(new Message.Rows(List.of(row(5, 1, List.of(claim(this.other, 5)), 0)))));
        Effect.CallMap remove = call(on(new Signal.Stop(1, List.of(KEY), Duration.ofSeconds(10))));
        ChildRecord tombstone = requireNonNull(remove.commands().getFirst().apply(this.view.row(KEY)));
        on(new Signal.MapAnswered(remove.call(), List.of(tombstone)));
        ChildRecord again = new ChildRecord(tombstone.spec(), 900, tombstone.version() + 2,
                List.of(claim(this.other, 900)), 2, 0);
        on(new Signal.Received(new Message.Rows(List.of(again))));
        later(Duration.ofSeconds(12));
        assertThat(stops()).hasSize(1);
        assertThat(stops().getFirst().errors()).isEmpty();
    }

    /**
     * A transfer fails by its time limit and is carried out later; meanwhile the member
     * it went to has left, and the child goes on here.
     */
    @Test
    void aChildIsNotStartedAgainBeforeALateTransferIsRuledOut() {
        on(new Signal.NodesChanged("n1", List.of("n1")));
        later(Duration.ofSeconds(2));
        List<String> keys = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        List<ChildRecord> mine = keys.stream()
            .map((key) -> new ChildRecord(ChildSpec.of(key, "worker", Json.NULL), 5, 1, List.of(claim(this.self, 5)), 1,
                    0))
            .toList();
        on(new Signal.Received(new Message.Rows(mine)));
        on(new Signal.NodesChanged("n1", List.of("n1", "n2")));
        on(new Signal.Received(new Message.Hello(this.other, true, false)));
        Effect.StopChild stop = later(Duration.ofSeconds(2)).stream()
            .filter(Effect.StopChild.class::isInstance)
            .map(Effect.StopChild.class::cast)
            .findFirst()
            .or(() -> this.effects.stream()
                .filter(Effect.StopChild.class::isInstance)
                .map(Effect.StopChild.class::cast)
                .findFirst())
            .orElseThrow();
        Effect.CallMap transfer = call(
                on(new Signal.ChildExited(stop.key(), stop.epoch(), stop.incarnation(), new ExitReason.Stopped())));
        assertThat(transfer.commands().getFirst()).isInstanceOf(RegistryCommand.Transfer.class);
        // the other member says that it drains: the child belongs here again
        on(new Signal.Received(new Message.Hello(this.other.withStatus(Member.Status.DRAINING), true, false)));
        later(Duration.ofSeconds(8));
        on(new Signal.MapFailed(transfer.call(), "no answer within 8 s"));
        boolean startedHere = later(Duration.ofSeconds(3)).stream()
            .anyMatch((effect) -> effect instanceof Effect.StartChild start && start.spec().key().equals(stop.key()));
        // now the map carries out the transfer after all
        ChildRecord row = this.view.row(stop.key());
        assertThat(row).isNotNull();
        ChildRecord after = requireNonNull(transfer.commands().getFirst().apply(row));
        boolean otherHolds = after.claimOf(this.other.id()) != null;
        assertThat(startedHere && otherHolds)
            .as("runs here under epoch 5 while the map grants it to %s", after.claims())
            .isFalse();
    }

}
