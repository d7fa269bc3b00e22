package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.test.HazelcastTestSupport;
import com.hazelcast.test.SplitBrainTestSupport;
import com.hazelcast.test.TestHazelcastInstanceFactory;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.NoQuorumException;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastSettings;
import io.processhub.partition.StaticQuorum;
import io.processhub.runtime.TestHubs.TestMember;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Hubs whose network is cut and healed, on Hazelcast's own simulated network. */
class HealingTest {

    private static final int CHILDREN = 300;

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestHazelcastInstanceFactory factory = new TestHazelcastInstanceFactory(3);

    @AfterEach
    void stop() {
        this.factory.terminateAll();
    }

    @Test
    void underDivergenceBothSidesRunEveryChildAndAfterHealingOneCopyOfEachStays() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            for (int i = 0; i < 3; i++) {
                hubs.join(this.factory.newHazelcastInstance(HazelcastConfigs.of(HazelcastSettings.DEFAULT)),
                        new Workers());
            }
            TestMember first = hubs.members().getFirst();
            first.template.startAll(children("before")).get().orThrow();
            hubs.awaitRunning(CHILDREN);

            TestMember alone = hubs.members().getLast();
            List<TestMember> others = hubs.members().subList(0, 2);
            others.forEach((member) -> cut(member, alone));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(alone.workers.running()).hasSize(CHILDREN);
                assertThat(runningOn(others)).isEqualTo(CHILDREN);
            });
            alone.template.startAll(children("alone")).get().orThrow();
            first.template.startAll(children("others")).get().orThrow();

            others.forEach(
                    (member) -> SplitBrainTestSupport.unblockCommunicationBetween(member.instance, alone.instance));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(hubs.members()).allSatisfy((member) -> assertThat(member.hub.members()).hasSize(3));
                assertThat(runningOn(hubs.members())).isEqualTo(3 * CHILDREN);
            });
            hubs.awaitRunning(3 * CHILDREN);
        }
    }

    @Test
    void underAQuorumOnlyTheTwoRunChildrenAndTheLoneMemberIsTakenBackWithoutADuplicate() throws Exception {
        try (TestHubs hubs = new TestHubs(new StaticQuorum(2, false))) {
            for (int i = 0; i < 3; i++) {
                hubs.join(this.factory.newHazelcastInstance(HazelcastConfigs.of(HazelcastSettings.DEFAULT)),
                        new Workers());
            }
            TestMember first = hubs.members().getFirst();
            await().atMost(SOON).until(() -> first.hub.quorum().held());
            first.template.startAll(children("before")).get().orThrow();
            hubs.awaitRunning(CHILDREN);
            TestMember alone = hubs.members().getLast();
            List<TestMember> others = hubs.members().subList(0, 2);
            others.forEach((member) -> cut(member, alone));
            await().atMost(SOON).until(() -> alone.workers.running().isEmpty());
            assertThatExceptionOfType(NoQuorumException.class)
                .isThrownBy(() -> alone.template.startAll(children("alone")));
            await().atMost(SOON).until(() -> runningOn(others) == CHILDREN);
            first.template.startAll(children("others")).get().orThrow();
            await().atMost(SOON).until(() -> runningOn(others) == 2 * CHILDREN);
            Map<ChildKey, Claim> before = claims(first);
            others.forEach(
                    (member) -> SplitBrainTestSupport.unblockCommunicationBetween(member.instance, alone.instance));
            await().atMost(SOON)
                .until(() -> hubs.members().stream().allMatch((member) -> member.hub.members().size() == 3));
            hubs.awaitRunning(2 * CHILDREN);
            await().atMost(SOON).until(() -> alone.hub.quorum().held() && !alone.workers.running().isEmpty());
            claims(first).forEach((key, after) -> assertNotDisplaced(key, before.get(key), after, alone));
        }
    }

    /** It goes on untouched, or has moved to the member that is back, in one step. */
    private static void assertNotDisplaced(ChildKey key, @Nullable Claim before, Claim after, TestMember back) {
        if (!after.member().equals(back.id())) {
            assertThat(after).as("claim of %s", key).isEqualTo(before);
        }
        else {
            assertThat(after.epoch()).as("epoch of %s", key).isGreaterThan(Objects.requireNonNull(before).epoch());
        }
    }

    private static Map<ChildKey, Claim> claims(TestMember member) {
        Map<ChildKey, Claim> claims = new HashMap<>();
        member.hub.registry().forEach((row) -> row.active().ifPresent((claim) -> claims.put(row.key(), claim)));
        return claims;
    }

    private static List<ChildSpec> children(String prefix) {
        return IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of(prefix + i, "idle", null)).toList();
    }

    private static int runningOn(List<TestMember> members) {
        return new ArrayList<>(members).stream().mapToInt((member) -> member.workers.running().size()).sum();
    }

    private static void cut(TestMember one, TestMember other) {
        HazelcastInstance left = one.instance;
        HazelcastInstance right = other.instance;
        SplitBrainTestSupport.blockCommunicationBetween(left, right);
        HazelcastTestSupport.closeConnectionBetween(left, right);
    }

}
