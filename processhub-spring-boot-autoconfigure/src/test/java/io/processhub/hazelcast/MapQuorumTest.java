package io.processhub.hazelcast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import com.hazelcast.test.HazelcastTestSupport;
import com.hazelcast.test.SplitBrainTestSupport;
import com.hazelcast.test.TestHazelcastInstanceFactory;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** Registry maps that refuse writes where too few nodes are together. */
@NullUnmarked
class MapQuorumTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final HazelcastSettings settings = HazelcastSettings.DEFAULT.withClusterName("test-" + UUID.randomUUID())
        .withPorts(Members.freePorts(3), 3);

    private final TestHazelcastInstanceFactory factory = new TestHazelcastInstanceFactory(2);

    private final List<HazelcastInstance> started = new ArrayList<>();

    @AfterEach
    void stop() {
        this.started.forEach((member) -> member.getLifecycleService().terminate());
        this.factory.terminateAll();
    }

    @Test
    void writesAreRefusedBelowTheNumberAndWorkFromItOn() {
        HazelcastInstance first = start(new MapQuorum(2));
        assertRefused(first, "alone");
        HazelcastInstance second = start(new MapQuorum(2));
        awaitWrite(first, "together");
        awaitWrite(second, "too");
        second.getLifecycleService().terminate();
        await().atMost(SOON).untilAsserted(() -> assertRefused(first, "alone again"));
        start(new MapQuorum(2));
        awaitWrite(first, "together again");
    }

    @Test
    void afterTheFirstLookWritesWorkAtOnce() throws Exception {
        MapQuorum quorum = new MapQuorum(1);
        HazelcastInstance member = start(quorum);
        MapProtection.awaitFirstLook(member, "hub", quorum);
        assertThat(write(member, "hub", "a")).isNotNull();
    }

    @Test
    void nobodyWaitsForAFirstLookThatRefuses() {
        MapQuorum quorum = new MapQuorum(2);
        HazelcastInstance member = start(quorum);
        assertTimeout(Duration.ofMillis(500), () -> MapProtection.awaitFirstLook(member, "hub", quorum));
        assertTimeout(Duration.ofMillis(500), () -> MapProtection.awaitFirstLook(member, "other", quorum));
    }

    @Test
    void readsWorkAllTheSame() throws Exception {
        HazelcastInstance member = start(new MapQuorum(2));
        HazelcastRegistryMap map = new HazelcastRegistryMap(member, "hub");
        assertThat(
                map.scan(new RegistryView(), Instant.EPOCH, Set.of()).toCompletableFuture().get(30, TimeUnit.SECONDS))
            .isNotNull();
    }

    @Test
    void theNumberMayChangeAtAnyTime() {
        MapQuorum quorum = new MapQuorum(1);
        HazelcastInstance member = start(quorum);
        awaitWrite(member, "enough");
        quorum.require(2);
        await().atMost(SOON).untilAsserted(() -> assertRefused(member, "too few"));
        quorum.require(0);
        awaitWrite(member, "any number will do");
    }

    @Test
    void eachHubOfANodeHasANumberOfItsOwn() throws Exception {
        Config config = HazelcastConfigs.protect(HazelcastConfigs.of(this.settings), "hub", new MapQuorum(1));
        HazelcastInstance member = start(HazelcastConfigs.protect(config, "other", new MapQuorum(2)));
        awaitWrite(member, "a");
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write(member, "other", "b"))
            .withCauseInstanceOf(SplitBrainProtectionException.class);
        assertThat(write(member, "unprotected", "c")).isNotNull();
    }

    @Test
    void aSideWithoutTheNumberWritesNothingDuringASplitAndTheMergeWorks() {
        HazelcastInstance winner = this.factory.newHazelcastInstance(config(new MapQuorum(1)));
        HazelcastInstance loser = this.factory.newHazelcastInstance(config(new MapQuorum(2)));
        awaitWrite(winner, "shared");
        awaitWrite(loser, "shared too");
        SplitBrainTestSupport.blockCommunicationBetween(winner, loser);
        HazelcastTestSupport.closeConnectionBetween(winner, loser);
        await().atMost(SOON).until(() -> size(winner) == 1 && size(loser) == 1);
        await().atMost(SOON).untilAsserted(() -> assertRefused(loser, "lost"));
        awaitWrite(winner, "won");
        SplitBrainTestSupport.unblockCommunicationBetween(winner, loser);
        await().atMost(SOON).until(() -> size(winner) == 2 && size(loser) == 2);
        awaitWrite(loser, "merged");
        await().atMost(SOON)
            .untilAsserted(() -> assertThat(keys(winner, loser)).containsExactlyInAnyOrder("shared", "shared too",
                    "won", "merged"));
    }

    @Test
    void whatTheApplicationHasSetForTheMapStays() {
        MapConfig own = new MapConfig(HazelcastConfigs.registryName("hub")).setBackupCount(2)
            .setSplitBrainProtectionName("own");
        Config config = HazelcastConfigs.protect(new Config().addMapConfig(own), "hub", new MapQuorum(2));
        assertThat(config.getSplitBrainProtectionConfigs()).isEmpty();
        assertThat(config.findMapConfig(HazelcastConfigs.registryName("hub"))).satisfies((map) -> {
            assertThat(map.getSplitBrainProtectionName()).isEqualTo("own");
            assertThat(map.getBackupCount()).isEqualTo(2);
        });
    }

    @Test
    void theMapIsProtectedInAdditionToAllElseThatIsSetForIt() {
        Config config = HazelcastConfigs.protect(HazelcastConfigs.of(this.settings), "hub", new MapQuorum(2));
        MapConfig map = config.findMapConfig(HazelcastConfigs.registryName("hub"));
        assertThat(map.getSplitBrainProtectionName()).isEqualTo(HazelcastConfigs.registryName("hub"));
        assertThat(map.getMergePolicyConfig().getPolicy()).isEqualTo(HigherEpochMergePolicy.class.getName());
        assertThat(HazelcastConfigs.protect(config, "hub", new MapQuorum(3)).getSplitBrainProtectionConfigs())
            .hasSize(1);
    }

    @Test
    void anInstanceWithoutProtectionIsWarnedOf() {
        HazelcastInstance member = start(config(new MapQuorum(1)));
        assertThat(HazelcastRequirements.protectionWarning(member, "hub")).isNull();
        assertThat(HazelcastRequirements.protectionWarning(member, "other"))
            .contains("no split-brain protection for the map 'processhub.other.registry'", "HazelcastConfigs.protect");
    }

    private HazelcastInstance start(MapQuorum quorum) {
        return start(config(quorum));
    }

    private HazelcastInstance start(Config config) {
        HazelcastInstance member = HazelcastMember.start(config);
        this.started.add(member);
        return member;
    }

    private Config config(MapQuorum quorum) {
        return HazelcastConfigs.protect(HazelcastConfigs.of(this.settings), "hub", quorum);
    }

    private static int size(HazelcastInstance member) {
        return member.getCluster().getMembers().size();
    }

    private static void assertRefused(HazelcastInstance member, String key) {
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write(member, "hub", key))
            .withCauseInstanceOf(SplitBrainProtectionException.class);
    }

    /**
     * Hazelcast looks at each heartbeat only, for the first time one after the start.
     */
    private static void awaitWrite(HazelcastInstance member, String key) {
        await().atMost(SOON)
            .ignoreExceptionsMatching((ex) -> ex.getCause() instanceof SplitBrainProtectionException)
            .untilAsserted(() -> assertThat(write(member, "hub", key)).isNotNull());
    }

    private static ChildRecord write(HazelcastInstance member, String hubId, String key) throws Exception {
        return new HazelcastRegistryMap(member, hubId)
            .apply(List.of(new RegistryCommand.Create(ChildSpec.of(key, "type", null), 1, new MemberId("member"),
                    Role.ACTIVE, 1)))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS)
            .getFirst();
    }

    /** Of both members, as each knows the rows of its own partitions only. */
    private static List<String> keys(HazelcastInstance... members) throws Exception {
        List<String> keys = new ArrayList<>();
        for (HazelcastInstance member : members) {
            new HazelcastRegistryMap(member, "hub").scan(new RegistryView(), Instant.EPOCH, Set.of())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .newer()
                .forEach((row) -> keys.add(row.key().value()));
        }
        return keys;
    }

}
