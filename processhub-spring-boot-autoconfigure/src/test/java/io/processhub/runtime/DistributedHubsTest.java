package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.LoadSampling;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import io.processhub.RestartPolicy;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.distribution.BoundedLoad;
import io.processhub.distribution.Guided;
import io.processhub.distribution.LoadBalancer;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Distribution strategies in hubs of real members. */
class DistributedHubsTest {

    private static List<ChildSpec> idle(int from, int to) {
        return IntStream.range(from, to).mapToObj((i) -> ChildSpec.of("c" + i, "idle", null)).toList();
    }

    private static Map<MemberId, Long> shares(Map<ChildKey, MemberId> running) {
        return running.values().stream().collect(Collectors.groupingBy((member) -> member, Collectors.counting()));
    }

    @Test
    void underBoundedLoadNoMemberRunsMuchMoreThanTheAverageAlsoAfterAJoinAndACrash() throws Exception {
        try (TestHubs hubs = new TestHubs(RestartPolicy.DEFAULT, new BoundedLoad())) {
            TestMember first = hubs.join();
            hubs.join();
            hubs.join();
            first.template.startAll(idle(0, 1200)).get(30, TimeUnit.SECONDS).orThrow();
            awaitNobodyAbove(hubs, 440);
            hubs.join();
            awaitNobodyAbove(hubs, 330);
            hubs.kill(hubs.members().get(1));
            awaitNobodyAbove(hubs, 440);
        }
    }

    /** Members that start at once know of each other's children a moment later only. */
    private static void awaitNobodyAbove(TestHubs hubs, long bound) {
        hubs.awaitRunning(1200);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<MemberId, Long> shares = shares(hubs.running());
            assertThat(shares.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1200);
            assertThat(Collections.max(shares.values())).isLessThanOrEqualTo(bound);
        });
        hubs.awaitRunning(1200);
    }

    @Test
    void guidedChildrenRunWhereTheyAreBoundAndWaitForTheirMembers() throws Exception {
        try (TestHubs hubs = new TestHubs(RestartPolicy.DEFAULT, new Guided(false))) {
            TestMember first = hubs.join();
            TestMember second = hubs.join();
            String name = second.hub.localMember().name();
            StartOptions options = StartOptions.defaults()
                .mapping("c0", List.of(first.hub.localMember().name()))
                .mapping("c1", List.of(name));
            first.template.startAll(idle(0, 2), options).get(30, TimeUnit.SECONDS).orThrow();
            assertThat(hubs.awaitRunning(2))
                .isEqualTo(Map.of(ChildKey.of("c0"), first.id(), ChildKey.of("c1"), second.id()));
            hubs.join();
            assertThat(hubs.awaitRunning(2)).containsEntry(ChildKey.of("c1"), second.id());
            hubs.kill(second);
            await().atMost(Duration.ofSeconds(60))
                .until(() -> first.template.find("c1").filter(ChildRecord::isPending).isPresent());
            assertThat(hubs.running()).containsOnlyKeys(ChildKey.of("c0"));
            TestMember again = hubs.join();
            assertThat(again.hub.localMember().name()).isEqualTo(name);
            await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(hubs.running()).containsEntry(ChildKey.of("c1"), again.id()));
        }
    }

    @Test
    void guidedStartsWithoutAMappingAreRefused() throws Exception {
        try (TestHubs hubs = new TestHubs(RestartPolicy.DEFAULT, new Guided(false))) {
            TestMember member = hubs.join();
            StartResult none = member.template.startAll(idle(0, 1)).get(30, TimeUnit.SECONDS);
            assertThat(none.errors()).extracting(ChildError::message)
                .containsExactly("child 'c0': no mapping (expected: the names of its members,"
                        + " by StartOptions.mapping or ChildSpec.boundTo)");
            StartResult other = member.template
                .startAll(idle(0, 2), StartOptions.defaults().mapping("c1", List.of("nowhere:1")))
                .get(30, TimeUnit.SECONDS);
            assertThat(other.started()).isEmpty();
            assertThat(other.errors()).extracting(ChildError::message)
                .anySatisfy((text) -> assertThat(text).contains("'c0'").contains("missing from the mapping"))
                .anySatisfy((text) -> assertThat(text).contains("'c1'").contains("mapped to [nowhere:1]"));
        }
    }

    @Test
    void membersTellEachOtherTheirLoadAndAJoinMovesNothing() throws Exception {
        LoadSampling often = new LoadSampling(Duration.ofMillis(100), 30, 0.9);
        try (TestHubs hubs = new TestHubs(RestartPolicy.DEFAULT, new LoadBalancer(often, false))) {
            TestMember first = hubs.join();
            hubs.join();
            hubs.join();
            await().atMost(Duration.ofSeconds(60))
                .until(() -> hubs.members().stream().allMatch((member) -> knowsLoads(member, 3)));
            first.template.startAll(idle(0, 600)).get(30, TimeUnit.SECONDS).orThrow();
            Map<ChildKey, MemberId> before = hubs.awaitRunning(600);
            assertThat(shares(before).values()).hasSize(3).allSatisfy((share) -> assertThat(share).isGreaterThan(20));
            hubs.join();
            await().atMost(Duration.ofSeconds(60))
                .until(() -> hubs.members().stream().allMatch((member) -> knowsLoads(member, 4)));
            assertThat(hubs.awaitRunning(600)).isEqualTo(before);
            TestMember victim = hubs.members().get(1);
            hubs.kill(victim);
            Map<ChildKey, MemberId> after = hubs.awaitRunning(600);
            List<ChildKey> kept = new ArrayList<>(before.keySet());
            kept.removeIf((key) -> !hubs.members().stream().map(TestMember::id).toList().contains(before.get(key)));
            assertThat(kept).isNotEmpty().allSatisfy((key) -> assertThat(after.get(key)).isEqualTo(before.get(key)));
        }
    }

    private static boolean knowsLoads(TestMember member, int count) {
        return member.events.stream()
            .anyMatch((event) -> event instanceof ProcessHubEvent.ScoreboardUpdated updated
                    && updated.loads().size() == count
                    && updated.loads().values().stream().allMatch((load) -> load >= 0 && load <= 1));
    }

}
