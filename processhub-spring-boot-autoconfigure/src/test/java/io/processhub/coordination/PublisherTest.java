package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.Member;
import io.processhub.ProcessHubEvent;
import io.processhub.RestartPolicy;
import io.processhub.Role;
import io.processhub.SynchronizationStrategy;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;
import io.processhub.partition.Divergence;
import io.processhub.redundancy.Singularity;
import io.processhub.synchronization.Gossip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One member among ten, told by the test what happens. */
class PublisherTest {

    private static final Duration INTERVAL = Gossip.DEFAULT_INTERVAL;

    private static final int ROUNDS = new Gossip().rounds(10);

    private final List<Member> members = IntStream.range(0, 10).mapToObj((i) -> OneMember.member("m" + i)).toList();

    private final Member self = this.members.getFirst();

    private final RegistryView view = new RegistryView();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private HubCoordinator coordinator = coordinator(new Gossip());

    private HubCoordinator coordinator(SynchronizationStrategy strategy) {
        return new HubCoordinator(new HubSettings("hub", new ConsistentHashing(), new Singularity(), new ColdSwap(),
                strategy, new Divergence(), LeaseSettings.DEFAULT, RestartPolicy.DEFAULT), this.self, this.view);
    }

    private List<Effect> on(Signal signal) {
        return this.coordinator.on(signal, this.now);
    }

    private List<Effect> hear(Message message) {
        return on(new Signal.Received(message));
    }

    private void meet() {
        on(new Signal.NodesChanged(this.self.node(), this.members.stream().map(Member::node).toList()));
        this.members.stream().skip(1).forEach((member) -> hear(new Message.Hello(member, true, false)));
    }

    /** The map says what this member did not know: it publishes that. */
    private List<Effect> find(ChildRecord row) {
        return on(new Signal.Scanned(List.of(row), List.of(), List.of()));
    }

    private List<Effect> nextRound() {
        this.now = this.now.plus(INTERVAL);
        return on(new Signal.Tick());
    }

    /** Until then the coordinator looks as often as a round would. */
    private void untilChildrenHaveFollowedTheMembers() {
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < 100 && effects.stream().noneMatch(PublisherTest::isEnd); i++) {
            effects.addAll(nextRound());
        }
        assertThat(effects).anyMatch(PublisherTest::isEnd);
    }

    private static boolean isEnd(Effect effect) {
        return effect instanceof Effect.Tell tell && tell.event() instanceof ProcessHubEvent.RedistributionEnded;
    }

    private static ChildRecord row(String key, long epoch, long removedAt, Member... holders) {
        List<Claim> claims = List.of(holders)
            .stream()
            .map((holder) -> new Claim(holder.id(), epoch, Role.ACTIVE, Claim.State.RUNNING, 1, null))
            .toList();
        return new ChildRecord(ChildSpec.of(key, "worker", Json.NULL), epoch, 1, claims, 1, removedAt);
    }

    private static List<String> told(List<Effect> effects, ChildRecord row) {
        List<String> nodes = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send && send.message() instanceof Message.Rumours rumours
                    && rumours.rows().contains(row)) {
                nodes.add(send.node());
            }
        }
        return nodes;
    }

    @Test
    void whatItFindsGoesToThreeMembersAndToTheHolderAtOnceAndIsPassedOnAfterThat() {
        meet();
        for (int i = 1; i < 10; i++) {
            ChildRecord row = row("k" + i, 1, 0, this.members.get(i));
            List<String> told = told(find(row), row);
            assertThat(told).doesNotHaveDuplicates()
                .contains(this.members.get(i).node())
                .doesNotContain(this.self.node())
                .hasSizeBetween(3, 4);
        }
    }

    @Test
    void aRumourIsPassedOnToThreeOthersInEachRoundThenNoMore() {
        meet();
        ChildRecord row = row("k", 1, 0, this.members.get(1));
        assertThat(told(hear(new Message.Rumours(List.of(row))), row)).isEmpty();
        Set<Set<String>> choices = new HashSet<>();
        for (int i = 0; i < ROUNDS; i++) {
            List<String> told = told(nextRound(), row);
            assertThat(told).hasSize(3).doesNotHaveDuplicates();
            choices.add(Set.copyOf(told));
        }
        assertThat(choices).as("chosen anew").hasSizeGreaterThan(1);
        hear(new Message.Rumours(List.of(row)));
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(told(nextRound(), row)).isEmpty();
        }
    }

    @Test
    void theNextRoundIsAwaitedOnlyWhileThereAreRumours() {
        meet();
        untilChildrenHaveFollowedTheMembers();
        ChildRecord row = row("k", 1, 0, this.members.get(1));
        hear(new Message.Rumours(List.of(row)));
        assertThat(this.coordinator.nextTick()).isEqualTo(this.now.plus(INTERVAL));
        for (int i = 0; i <= ROUNDS; i++) {
            nextRound();
        }
        assertThat(this.coordinator.nextTick()).isAfter(this.now.plus(INTERVAL));
    }

    @Test
    void anOlderRowReplacesNothingAndIsNotPassedOn() {
        meet();
        ChildRecord newer = row("k", 7, 0, this.members.get(2));
        ChildRecord older = row("k", 6, 0, this.members.get(1));
        hear(new Message.Rumours(List.of(newer)));
        hear(new Message.Rumours(List.of(older)));
        assertThat(this.view.row(newer.key())).isEqualTo(newer);
        List<Effect> round = nextRound();
        assertThat(told(round, newer)).hasSize(3);
        assertThat(told(round, older)).isEmpty();
    }

    @Test
    void aRemovalIsNotUndoneByALateRumour() {
        meet();
        ChildRecord removed = row("k", 7, this.now.toEpochMilli());
        hear(new Message.Rumours(List.of(removed)));
        hear(new Message.Rumours(List.of(row("k", 6, 0, this.members.get(1)))));
        assertThat(this.view.find(removed.key())).isEmpty();
        assertThat(told(nextRound(), removed)).hasSize(3);
    }

    /**
     * Else a member that has long forgotten the child would bring it back for a while.
     */
    @Test
    void aRumourOfARemovalThatIsForgottenEverywhereIsNoNews() {
        meet();
        Instant past = this.now.minus(HubSettings.TOMBSTONE_RETENTION).minusSeconds(1);
        ChildRecord forgotten = row("k", 7, past.toEpochMilli());
        hear(new Message.Rumours(List.of(forgotten)));
        assertThat(this.view.row(forgotten.key())).isNull();
        assertThat(told(nextRound(), forgotten)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aNewcomerIsGivenACopyAtOnceUnlessThatIsRestricted(boolean restricted) {
        this.coordinator = coordinator(new Gossip(3, restricted, INTERVAL, Gossip.DEFAULT_SYNC_INTERVAL));
        meet();
        hear(new Message.Rows(List.of(row("k", 1, 0, this.members.get(1)))));
        Message empty = new Message.Digest("newcomer", Collections.nCopies(RegistryView.BUCKETS, 0L), false);
        assertThat(isCopied(hear(empty))).isNotEqualTo(restricted);
        assertThat(isCopied(hear(empty))).as("what still differs").isTrue();
    }

    private static boolean isCopied(List<Effect> effects) {
        return effects.stream()
            .anyMatch((effect) -> effect instanceof Effect.Send send && send.node().equals("newcomer")
                    && send.message() instanceof Message.Rows);
    }

    @Test
    void aStrategyThatThrowsIsReportedAndAllAreTold() {
        this.coordinator = coordinator(new Throwing());
        meet();
        ChildRecord row = row("k", 1, 0, this.members.get(1));
        List<Effect> effects = find(row);
        assertThat(effects).filteredOn(Effect.Report.class::isInstance)
            .hasSize(2)
            .allSatisfy((report) -> assertThat(((Effect.Report) report).what())
                .isEqualTo("the synchronization strategy failed"));
        assertThat(effects).filteredOn(
                (effect) -> effect instanceof Effect.Send send && send.message().equals(new Message.Rows(List.of(row))))
            .hasSize(9);
    }

    @Test
    void whoIsNotToldHowOftenToCompareDoesSoAfterTheRetryDelay() {
        Forgetful strategy = new Forgetful();
        this.coordinator = coordinator(strategy);
        strategy.broken = true;
        meet();
        this.now = this.now.plus(HubSettings.RETRY_DELAY);
        on(new Signal.Tick());
        for (int i = 0; i < 3; i++) {
            this.now = this.now.plus(HubSettings.RETRY_DELAY);
            assertThat(on(new Signal.Tick())).hasAtLeastOneElementOfType(Effect.ScanMap.class)
                .hasAtLeastOneElementOfType(Effect.Report.class);
        }
    }

    private static final class Forgetful implements SynchronizationStrategy {

        private boolean broken;

        @Override
        public List<Member> recipients(List<Member> others, long seed) {
            return others;
        }

        @Override
        public Duration syncInterval() {
            if (this.broken) {
                throw new IllegalStateException("syncInterval");
            }
            return Gossip.DEFAULT_SYNC_INTERVAL;
        }

    }

    private static final class Throwing implements SynchronizationStrategy {

        @Override
        public List<Member> recipients(List<Member> others, long seed) {
            throw new IllegalStateException("recipients");
        }

        @Override
        public int rounds(int members) {
            throw new IllegalStateException("rounds");
        }

        @Override
        public Duration syncInterval() {
            return Gossip.DEFAULT_SYNC_INTERVAL;
        }

    }

}
