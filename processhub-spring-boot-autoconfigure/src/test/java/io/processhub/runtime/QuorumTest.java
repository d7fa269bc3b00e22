package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.hazelcast.instance.impl.OutOfMemoryErrorDispatcher;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.ProcessHubEvent;
import io.processhub.StartResult;
import io.processhub.partition.Divergence;
import io.processhub.partition.MajorityQuorum;
import io.processhub.partition.StaticQuorum;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Hubs on real Hazelcast members that need a quorum, or lose their Hazelcast member. */
class QuorumTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void theRegistryMapAsksForAsManyMembersAsTheElectorateDoes() throws Exception {
        try (TestHubs hubs = new TestHubs(new MajorityQuorum(1, true))) {
            TestMember first = hubs.join();
            awaitGuards(hubs, 1);
            TestMember second = hubs.join();
            awaitGuards(hubs, 2);
            TestMember third = hubs.join();
            awaitGuards(hubs, 2);
            start(first, "with three");
            hubs.leave(third);
            awaitGuards(hubs, 2);
            hubs.leave(second);
            awaitGuards(hubs, 1);
            start(first, "with one");
            hubs.awaitRunning(2);
        }
    }

    private static void awaitGuards(TestHubs hubs, int required) {
        await().atMost(SOON)
            .untilAsserted(() -> assertThat(hubs.members())
                .allSatisfy((member) -> assertThat(member.guard).hasToString("MapQuorum(" + required + ")")));
    }

    @Test
    void aMemberLeftAloneIsRefusedByTheMapToo() throws Exception {
        try (TestHubs hubs = new TestHubs(new StaticQuorum(2, false))) {
            TestMember first = hubs.join();
            TestMember second = hubs.join();
            await().atMost(SOON).until(() -> first.hub.quorum().held());
            start(first, "x");
            hubs.awaitRunning(1);
            hubs.kill(second);
            await().atMost(SOON).until(() -> !first.hub.quorum().held());
            await().atMost(SOON).until(() -> first.workers.running().isEmpty());
            await().atMost(SOON)
                .until(() -> !first.instance.getSplitBrainProtectionService()
                    .getSplitBrainProtection("processhub.test.registry")
                    .hasMinimumSize());
            assertThat(first.events).hasAtLeastOneElementOfType(ProcessHubEvent.QuorumLost.class);
            assertThat(first.template.isPartitioned()).isTrue();
            assertThat(first.template.find("x")).as("what was known before").isPresent();
            hubs.join();
            hubs.awaitRunning(1);
            assertThat(first.events).filteredOn(ProcessHubEvent.QuorumRegained.class::isInstance).hasSizeGreaterThan(1);
        }
    }

    /**
     * Hazelcast's judgement is behind that of the hub: it refuses what the hub may write.
     */
    @Test
    void childrenThatTheMapRefusesForAWhileAreNeitherLostNorFailed() throws Exception {
        try (TestHubs hubs = new TestHubs(new StaticQuorum(1, false))) {
            TestMember member = hubs.join();
            await().atMost(SOON).until(() -> member.hub.quorum().held());
            start(member, "before");
            member.guard.require(2);
            await().atMost(SOON)
                .until(() -> !member.instance.getSplitBrainProtectionService()
                    .getSplitBrainProtection("processhub.test.registry")
                    .hasMinimumSize());
            List<ChildSpec> more = IntStream.range(0, 20)
                .mapToObj((i) -> ChildSpec.of("more-" + i, "idle", null))
                .toList();
            var result = member.template.startAll(more);
            member.guard.require(1);
            assertThat(result.get(30, TimeUnit.SECONDS).errors())
                .allSatisfy((error) -> assertThat(error.message()).contains("registry map"));
            await().atMost(SOON).until(() -> {
                more.stream()
                    .filter((spec) -> member.template.find(spec.key().value()).isEmpty())
                    .forEach(member.template::start);
                return member.workers.running().size() == 21;
            });
            assertThat(member.template.children())
                .allSatisfy((row) -> assertThat(row.active()).get().extracting(Claim::incarnation).isEqualTo(1));
            assertThat(member.events).noneMatch((event) -> event instanceof ProcessHubEvent.ChildRestarted
                    || event instanceof ProcessHubEvent.ChildParked);
        }
    }

    @Test
    void aMemberWhoseMemoryHasRunOutStopsItsChildrenAndSaysWhy() throws Exception {
        try (TestHubs hubs = new TestHubs(new Divergence())) {
            TestMember member = hubs.join();
            start(member, "x");
            hubs.awaitRunning(1);
            // what Hazelcast does in a thread of its own that runs out of memory
            OutOfMemoryErrorDispatcher.onOutOfMemory(new OutOfMemoryError("GC overhead limit exceeded"));
            await().atMost(SOON).until(() -> !member.hub.isAlive() && member.workers.running().isEmpty());
            assertThat(member.hub.endedBecause()).hasValueSatisfying((why) -> assertThat(why).contains("memory"));
        }
    }

    @Test
    void aMemberWhoseHazelcastIsTerminatedStopsItsChildrenAndSaysWhy() throws Exception {
        try (TestHubs hubs = new TestHubs(new MajorityQuorum(1, true))) {
            TestMember member = hubs.join();
            await().atMost(SOON).until(() -> member.hub.quorum().held());
            start(member, "x");
            hubs.awaitRunning(1);
            assertThat(member.hub.endedBecause()).isEmpty();
            member.kill();
            await().atMost(SOON).until(() -> !member.hub.isAlive() && member.workers.running().isEmpty());
            assertThat(member.hub.endedBecause()).hasValue("Hazelcast has shut down");
        }
    }

    private static void start(TestMember member, String id) {
        await().atMost(SOON).until(() -> {
            StartResult result = member.template.start(ChildSpec.of(id, "idle", null)).get(20, TimeUnit.SECONDS);
            return result.isOk() || member.template.find(id).isPresent();
        });
    }

}
