package io.processhub.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.Change;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.MemberId;
import io.processhub.Plan;
import io.processhub.RestartPolicy;
import io.processhub.distribution.LoadBalancer;
import io.processhub.hazelcast.HazelcastCluster;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** What a plan says of 1,000 children on real members is what then happens to them. */
class PlanTest {

    private static final int CHILDREN = 1000;

    @Test
    void aPlanTellsExactlyWhatAJoinADrainAndACrashMove() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember first = hubs.join();
            TestMember second = hubs.join();
            TestMember third = hubs.join();
            first.template.startAll(specs()).get(60, TimeUnit.SECONDS).orThrow();
            Map<ChildKey, MemberId> start = hubs.awaitRunning(CHILDREN);

            HazelcastInstance instance = hubs.startHazelcast();
            String address = new HazelcastCluster(instance, "test").address();
            Plan join = second.template.plan(Change.join(address));
            TestMember newcomer = hubs.join(instance, new Workers());
            Map<ChildKey, MemberId> joined = awaitChange(hubs, start, join.moves().size());
            assertThat(names(moved(start, joined))).isEqualTo(names(join)).hasSizeGreaterThan(100);
            assertThat(joined).containsValue(newcomer.id());

            Plan drain = first.template.plan(Change.leave(third.id()));
            hubs.leave(third);
            Map<ChildKey, MemberId> drained = awaitChange(hubs, joined, drain.moves().size());
            assertThat(moved(joined, drained)).isEqualTo(targets(drain)).hasSizeGreaterThan(100);

            Plan crash = first.template.plan(Change.leave(second.id()));
            hubs.kill(second);
            Map<ChildKey, MemberId> taken = awaitChange(hubs, drained, crash.moves().size());
            assertThat(moved(drained, taken)).isEqualTo(targets(crash)).hasSizeGreaterThan(100);
        }
    }

    @Test
    void aPlanCountsWhatEachMemberGetsAndLoses() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember first = hubs.join();
            TestMember second = hubs.join();
            first.template.startAll(specs()).get(60, TimeUnit.SECONDS).orThrow();
            hubs.awaitRunning(CHILDREN);
            int before = first.workers.running().size();

            Plan heavier = second.template.plan(Change.weight(second.id(), 3));
            assertThat(heavier.children()).isEqualTo(CHILDREN);
            assertThat(heavier.gains()).containsExactly(Map.entry(second.id(), heavier.moves().size()));
            assertThat(heavier.losses()).containsExactly(Map.entry(first.id(), heavier.moves().size()));
            assertThat(before - heavier.moves().size()).isBetween(100, 400);
            assertThat(first.workers.running()).hasSize(before);
        }
    }

    @Test
    void aPlanKnowsWhoHoldsWhatAsTheHubDoes() throws Exception {
        try (TestHubs hubs = new TestHubs(RestartPolicy.DEFAULT, new LoadBalancer())) {
            TestMember first = hubs.join();
            TestMember second = hubs.join();
            first.template.startAll(specs()).get(60, TimeUnit.SECONDS).orThrow();
            hubs.awaitRunning(CHILDREN);
            int held = second.workers.running().size();

            assertThat(first.template.plan(Change.join("127.0.0.1:1")).moves()).as("what is held stays").isEmpty();
            assertThat(first.template.plan(Change.leave(second.id())).moves()).hasSize(held)
                .hasSizeGreaterThan(50)
                .allSatisfy((move) -> assertThat(move)
                    .isEqualTo(new Plan.Move(move.key(), List.of(second.id()), List.of(first.id()))));
        }
    }

    @Test
    void nothingMovesToNobody() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember alone = hubs.join();
            alone.template.start(ChildSpec.of("only", "idle", null)).get(60, TimeUnit.SECONDS).orThrow();
            Plan leave = alone.template.plan(Change.leave(alone.id()));
            assertThat(leave.moves())
                .containsExactly(new Plan.Move(ChildKey.of("only"), List.of(alone.id()), List.of()));
            assertThat(leave.gains()).isEmpty();
        }
    }

    @Test
    void aChangeThatDoesNotFitIsRefused() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember alone = hubs.join();
            assertThatIllegalArgumentException()
                .isThrownBy(() -> alone.template.plan(Change.leave(new MemberId("other"))))
                .withMessage("leave: other (expected: one of [" + alone.id() + "])");
            assertThatIllegalArgumentException()
                .isThrownBy(() -> alone.template.plan(Change.join(alone.hub.localMember().name())))
                .withMessageEndingWith("(expected: an address of which no member is here)");
            assertThatIllegalArgumentException().isThrownBy(() -> Change.weight(alone.id(), 0))
                .withMessage("weight: 0.0 (expected: more than 0, at most 1000)");
        }
    }

    private static List<ChildSpec> specs() {
        return IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of("c" + i, "idle", null)).toList();
    }

    /** Waits until so many have moved, and all run again. */
    private static Map<ChildKey, MemberId> awaitChange(TestHubs hubs, Map<ChildKey, MemberId> before, int moves) {
        await().atMost(Duration.ofSeconds(40))
            .until(() -> moved(before, hubs.running()).size() >= moves && hubs.running().size() == CHILDREN);
        return hubs.awaitRunning(CHILDREN);
    }

    private static Map<ChildKey, MemberId> moved(Map<ChildKey, MemberId> before, Map<ChildKey, MemberId> after) {
        Map<ChildKey, MemberId> moved = new HashMap<>(after);
        moved.entrySet().removeIf((entry) -> entry.getValue().equals(before.get(entry.getKey())));
        return moved;
    }

    private static Map<ChildKey, MemberId> targets(Plan plan) {
        Map<ChildKey, MemberId> targets = new HashMap<>();
        plan.moves().forEach((move) -> targets.put(move.key(), move.to().getFirst()));
        return targets;
    }

    /** A member that is only planned has no boot id yet. */
    private static Map<ChildKey, String> names(Plan plan) {
        return names(targets(plan));
    }

    private static Map<ChildKey, String> names(Map<ChildKey, MemberId> targets) {
        Map<ChildKey, String> names = new HashMap<>();
        targets.forEach((key, member) -> names.put(key, member.address()));
        return names;
    }

}
