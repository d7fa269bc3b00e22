package io.processhub.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.DistributionStrategy;
import io.processhub.LoadSampling;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import io.processhub.RestartPolicy;
import io.processhub.SynchronizationStrategy;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.distribution.LoadBalancer;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** 1,000 children on six real members. */
class SixMembersTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int CHILDREN = 1000;

    private static final List<ChildSpec> SPECS = IntStream.range(0, CHILDREN)
        .mapToObj((i) -> ChildSpec.of("c" + i, "idle", null).tag("all").metadata("number", "" + i))
        .toList();

    private static final List<String> IDS = SPECS.stream().map((spec) -> spec.key().value()).toList();

    @Test
    void everyMemberHearsOfEveryChildAndEachRunsOnItsPlaceOnTheRing() throws Exception {
        try (TestHubs hubs = six(new TestHubs())) {
            assertThat(start(hubs)).isEqualTo(owners(hubs, new ConsistentHashing()));
            assertEveryoneHasHeard(hubs, ProcessHubEvent.RegistryInserted.class, (event) -> event.row().key());
            assertEveryoneKnowsTheSpecs(hubs);
            failAll(hubs);
            stop(hubs);
        }
    }

    private static Map<ChildKey, MemberId> owners(TestHubs hubs, DistributionStrategy strategy) {
        Map<ChildKey, MemberId> owners = new HashMap<>();
        strategy.owners(SPECS, hubs.members().getFirst().hub.members(), 1)
            .forEach((key, owning) -> owners.put(key, owning.getFirst().id()));
        return owners;
    }

    /** Each is started again where it was, and every member knows of that. */
    private static void failAll(TestHubs hubs) {
        Map<ChildKey, MemberId> before = hubs.running();
        hubs.members().forEach((member) -> member.workers.failAll());
        for (TestMember member : hubs.members()) {
            await().atMost(SOON)
                .untilAsserted(() -> assertThat(member.template.children()).allSatisfy((row) -> assertThat(row.active())
                    .hasValueSatisfying((claim) -> assertThat(claim.incarnation()).isEqualTo(2))));
        }
        assertThat(hubs.awaitRunning(CHILDREN)).isEqualTo(before);
        assertThat(hubs.members()
            .stream()
            .flatMap((member) -> member.events.stream())
            .filter(ProcessHubEvent.ChildRestarted.class::isInstance)).hasSize(CHILDREN);
    }

    @Test
    void soItIsWithALoadBalancerWhoseMembersTakeWhatTheyHaveLeft() throws Exception {
        LoadBalancer strategy = new LoadBalancer(new LoadSampling(Duration.ofSeconds(30), 30, 0.9), false);
        try (TestHubs hubs = six(new TestHubs(RestartPolicy.DEFAULT, strategy))) {
            assertThat(new HashSet<>(start(hubs).values())).hasSize(6);
            assertEveryoneHasHeard(hubs, ProcessHubEvent.RegistryInserted.class, (event) -> event.row().key());
            assertEveryoneKnowsTheSpecs(hubs);
            stop(hubs);
        }
    }

    /** Nobody is told of anything, but members compare what they know. */
    @Test
    void whatNobodyWasToldIsFoundByComparison() throws Exception {
        try (TestHubs hubs = six(new TestHubs(new Silence()))) {
            start(hubs);
            assertEveryoneKnowsTheSpecs(hubs);
            stop(hubs);
        }
    }

    private record Silence() implements SynchronizationStrategy {

        @Override
        public List<Member> recipients(List<Member> others, long seed) {
            return List.of();
        }

        @Override
        public Duration syncInterval() {
            return Duration.ofMillis(500);
        }

    }

    private static TestHubs six(TestHubs hubs) throws InterruptedException {
        hubs.hearingOfRows();
        for (int i = 0; i < 6; i++) {
            hubs.join();
        }
        return hubs;
    }

    private static Map<ChildKey, MemberId> start(TestHubs hubs) throws Exception {
        hubs.members().getFirst().template.startAll(SPECS).get(60, TimeUnit.SECONDS).orThrow();
        return hubs.awaitRunning(CHILDREN, SOON);
    }

    private static void stop(TestHubs hubs) throws Exception {
        assertThat(hubs.members().getLast().template.stopAll(IDS).get(60, TimeUnit.SECONDS).orThrow().ids())
            .hasSize(CHILDREN);
        assertEveryoneHasHeard(hubs, ProcessHubEvent.RegistryRemoved.class, ProcessHubEvent.RegistryRemoved::key);
        hubs.awaitRunning(0);
        assertThat(hubs.members()).allSatisfy((member) -> assertThat(member.template.children()).isEmpty());
    }

    private static <E extends ProcessHubEvent> void assertEveryoneHasHeard(TestHubs hubs, Class<E> kind,
            Function<E, ChildKey> key) {
        Set<ChildKey> all = SPECS.stream().map(ChildSpec::key).collect(Collectors.toSet());
        for (TestMember member : hubs.members()) {
            await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                        member.events.stream().filter(kind::isInstance).map(kind::cast).map(key).distinct())
                    .containsExactlyInAnyOrderElementsOf(all));
        }
    }

    private static void assertEveryoneKnowsTheSpecs(TestHubs hubs) {
        for (TestMember member : hubs.members()) {
            List<ChildRecord> rows = member.template.withTag("all");
            assertThat(rows).hasSize(CHILDREN)
                .allSatisfy((row) -> assertThat(row.spec().metadata()).containsEntry("number",
                        row.key().value().substring(1)));
            assertThat(rows.stream().map((row) -> row.spec().type()).distinct()).containsExactly("idle");
        }
    }

}
