package io.processhub.hazelcast;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import com.hazelcast.test.HazelcastTestSupport;
import com.hazelcast.test.SplitBrainTestSupport;
import com.hazelcast.test.TestHazelcastInstanceFactory;
import io.processhub.ChildKey;
import io.processhub.runtime.StateClaim;
import io.processhub.runtime.StateStore.Stamp;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** States that two sides of a split have written, on Hazelcast's simulated network. */
@NullUnmarked
class StateMergeTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestHazelcastInstanceFactory factory = new TestHazelcastInstanceFactory(2);

    @AfterEach
    void stop() {
        this.factory.terminateAll();
    }

    private HazelcastInstance start(int quorum) {
        Config config = HazelcastConfigs.of(HazelcastSettings.DEFAULT);
        return this.factory.newHazelcastInstance(
                (quorum == 0) ? config : HazelcastConfigs.protect(config, "hub", new MapQuorum(quorum)));
    }

    private static void split(HazelcastInstance one, HazelcastInstance other) {
        SplitBrainTestSupport.blockCommunicationBetween(one, other);
        HazelcastTestSupport.closeConnectionBetween(one, other);
        await().atMost(SOON).until(() -> size(one) == 1 && size(other) == 1);
    }

    private static int size(HazelcastInstance member) {
        return member.getCluster().getMembers().size();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static StateClaim claim(String key, long epoch) {
        return new StateClaim(ChildKey.of(key), 7, epoch);
    }

    private static byte[] bytes(int value) {
        return new byte[] { (byte) value };
    }

    @Test
    void afterAMergeTheGreaterEpochStaysAndUnderOneEpochTheLaterVersion() throws Exception {
        HazelcastInstance eldest = start(0);
        HazelcastInstance younger = start(0);
        HazelcastStateStore left = new HazelcastStateStore(eldest, "hub");
        HazelcastStateStore right = new HazelcastStateStore(younger, "hub");
        for (String key : new String[] { "taken-over-left", "taken-over-right", "written-right" }) {
            get(left.save(claim(key, 5), 1, bytes(1)));
        }
        split(eldest, younger);
        get(left.open(claim("taken-over-left", 6)));
        get(right.save(claim("taken-over-left", 5), 9, bytes(9)));
        get(left.save(claim("taken-over-right", 5), 9, bytes(9)));
        get(right.save(claim("taken-over-right", 6), 2, bytes(2)));
        get(right.save(claim("written-right", 5), 3, bytes(3)));
        get(right.save(claim("new-right", 1), 4, bytes(4)));
        SplitBrainTestSupport.unblockCommunicationBetween(eldest, younger);
        await().atMost(SOON).until(() -> size(eldest) == 2 && size(younger) == 2);
        await().atMost(SOON).untilAsserted(() -> assertThat(state(left, "new-right").bytes()).containsExactly(4));
        assertThat(state(left, "taken-over-left").epoch()).isEqualTo(6);
        assertThat(state(left, "taken-over-left").bytes()).containsExactly(1);
        assertThat(state(left, "taken-over-right").bytes()).containsExactly(2);
        assertThat(state(left, "written-right").bytes()).containsExactly(3);
    }

    /** Opening for epoch 0 changes nothing that is there. */
    private static StoredState state(HazelcastStateStore store, String key) throws Exception {
        return get(store.open(claim(key, 0)));
    }

    @Test
    void aSideWithoutQuorumWritesNothing() throws Exception {
        HazelcastInstance winner = start(1);
        HazelcastInstance loser = start(2);
        HazelcastStateStore left = new HazelcastStateStore(winner, "hub");
        HazelcastStateStore right = new HazelcastStateStore(loser, "hub");
        await().atMost(SOON)
            .ignoreExceptions()
            .untilAsserted(
                    () -> assertThat(get(right.save(claim("child", 5), 1, bytes(1)))).isEqualTo(new Stamp(5, 1)));
        split(winner, loser);
        await().atMost(SOON)
            .untilAsserted(() -> assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(right.save(claim("child", 5), 2, bytes(2))))
                .withCauseInstanceOf(SplitBrainProtectionException.class));
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(right.open(claim("child", 6))))
            .withCauseInstanceOf(SplitBrainProtectionException.class);
        await().atMost(SOON)
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(get(left.open(claim("child", 6))).epoch()).isEqualTo(6));
        SplitBrainTestSupport.unblockCommunicationBetween(winner, loser);
        await().atMost(SOON).until(() -> size(winner) == 2 && size(loser) == 2);
        await().atMost(SOON)
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(get(right.open(claim("child", 7))).epoch()).isEqualTo(7));
    }

}
