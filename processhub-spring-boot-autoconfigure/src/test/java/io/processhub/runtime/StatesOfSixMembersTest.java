package io.processhub.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import io.processhub.migration.HotSwap;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The states of 1,000 children while five members join the first and one leaves. */
class StatesOfSixMembersTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private static final int CHILDREN = 1000;

    private final Tally.Habits habits = new Tally.Habits();

    private TestMember join(TestHubs hubs) throws InterruptedException {
        return hubs.join(() -> {
            Workers workers = new Workers();
            return workers.withBean("tally", () -> new Tally(workers, this.habits));
        });
    }

    @Test
    void everyChildThatMovesGoesOnWithItsStateAndItsMetadata() throws Exception {
        try (TestHubs hubs = new TestHubs(new HotSwap(true))) {
            TestMember first = join(hubs);
            first.template
                .startAll(IntStream.range(0, CHILDREN)
                    .mapToObj((i) -> ChildSpec.of("t" + i, "tally", null).metadata("number", "" + i))
                    .toList())
                .get(60, TimeUnit.SECONDS)
                .orThrow();
            IntStream.range(0, CHILDREN).forEach((i) -> countTo(first, i, i % 4));
            for (int i = 0; i < 5; i++) {
                join(hubs);
            }
            await().atMost(SOON).until(() -> new HashSet<>(hubs.running().values()).size() == 6);
            await().atMost(SOON).until(() -> first.workers.running().size() < CHILDREN / 4);
            Map<ChildKey, MemberId> running = hubs.awaitRunning(CHILDREN, SOON);
            assertThat(migrated(hubs)).containsAll(elsewhere(running, first));
            assertStates(hubs.members().get(3));

            TestMember leaver = hubs.members().get(1);
            Set<ChildKey> held = leaver.workers.running().keySet();
            hubs.leave(leaver);
            hubs.awaitRunning(CHILDREN, SOON);
            assertThat(leaver.events).hasAtLeastOneElementOfType(ProcessHubEvent.HubStopping.class)
                .hasAtLeastOneElementOfType(ProcessHubEvent.DrainCompleted.class);
            assertThat(hubs.members()).allSatisfy((member) -> assertThat(member.events)
                .contains(new ProcessHubEvent.MemberLeft(leaver.hub.localMember())));
            assertThat(held).isNotEmpty();
            assertStates(hubs.members().getLast());
        }
    }

    private static void countTo(TestMember member, int number, int count) {
        TallyApi tally = member.template.client(TallyApi.class, "t" + number);
        IntStream.range(0, count).forEach((i) -> tally.count());
    }

    private static Set<ChildKey> elsewhere(Map<ChildKey, MemberId> running, TestMember first) {
        Map<ChildKey, MemberId> moved = new HashMap<>(running);
        moved.values().removeIf(first.id()::equals);
        return moved.keySet();
    }

    private static Set<ChildKey> migrated(TestHubs hubs) {
        Set<ChildKey> migrated = new HashSet<>();
        hubs.members()
            .stream()
            .flatMap((member) -> member.events.stream())
            .filter(ProcessHubEvent.ChildrenMigrated.class::isInstance)
            .forEach((event) -> migrated.addAll(((ProcessHubEvent.ChildrenMigrated) event).keys()));
        return migrated;
    }

    private static void assertStates(TestMember member) {
        for (int i = 0; i < CHILDREN; i++) {
            assertThat(member.template.client(TallyApi.class, "t" + i).value()).isEqualTo(i % 4);
            assertThat(member.template.find("t" + i).orElseThrow().spec().metadata()).containsEntry("number", "" + i);
        }
    }

}
