package io.processhub.hazelcast;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildKey;
import io.processhub.runtime.StateClaim;
import io.processhub.runtime.StateStoreContract;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@NullUnmarked
class HazelcastStateStoreTest extends StateStoreContract {

    @AutoClose
    private static Members members;

    @BeforeAll
    static void start() {
        members = new Members(3);
    }

    @Override
    protected List<HazelcastStateStore> newStore() {
        String hubId = UUID.randomUUID().toString();
        return members.all().stream().map((member) -> new HazelcastStateStore(member, hubId)).toList();
    }

    @Test
    void noAnsweredStateIsLostWithAMemberThatCrashesUnderLoad() throws Exception {
        try (Members cluster = Members.patient(3)) {
            HazelcastStateStore store = new HazelcastStateStore(cluster.get(0), "hub");
            Map<Integer, Long> answered = new ConcurrentHashMap<>();
            Trouble.crashAmid(4_000, cluster.get(1), (call) -> {
                int child = call % 400;
                return store.save(claim(child), call, ByteBuffer.allocate(8).putLong(call).array())
                    .thenAccept((stamp) -> answered.merge(child, stamp.version(), Math::max));
            });
            assertThat(answered).hasSize(400);
            for (Map.Entry<Integer, Long> entry : answered.entrySet()) {
                StoredState state = await(store.open(claim(entry.getKey())));
                assertThat(state.version()).isGreaterThanOrEqualTo(entry.getValue());
                assertThat(ByteBuffer.wrap(state.bytes()).getLong()).isEqualTo(state.version());
            }
        }
    }

    private static StateClaim claim(int child) {
        return new StateClaim(ChildKey.of("child-" + child), 7, 100);
    }

    @Test
    void aCallToAStuckPartitionFailsInTimeAndDoesNotBlock() {
        HazelcastInstance member = members.get(0);
        String hubId = UUID.randomUUID().toString();
        ChildKey child = Trouble.childOn(member, ChildKey::value);
        HazelcastStateStore limited = new HazelcastStateStore(member, hubId, Duration.ofMillis(200));
        Trouble.assertFailsInTime(member.getMap(HazelcastConfigs.statesName(hubId)), child.value(),
                () -> limited.open(new StateClaim(child, 7, 100)), "map of states: no answer within 200 ms");
    }

    @Test
    void aCallToAMemberThatHasEndedFails() {
        Members ended = new Members(1);
        ended.close();
        assertThat(new HazelcastStateStore(ended.get(0), "hub").open(claim(1)).toCompletableFuture())
            .isCompletedExceptionally();
    }

}
