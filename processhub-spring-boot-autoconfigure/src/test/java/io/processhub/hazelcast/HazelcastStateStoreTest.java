package io.processhub.hazelcast;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.processhub.ChildKey;
import io.processhub.runtime.StateClaim;
import io.processhub.runtime.StateStoreContract;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@NullUnmarked
class HazelcastStateStoreTest extends StateStoreContract {

    private static Members members;

    @BeforeAll
    static void start() {
        members = new Members(3);
    }

    @AfterAll
    static void stop() {
        members.close();
    }

    @Override
    protected List<HazelcastStateStore> newStore() {
        String hubId = UUID.randomUUID().toString();
        return members.all().stream().map((member) -> new HazelcastStateStore(member, hubId)).toList();
    }

    @Test
    void noAnsweredStateIsLostWithAMemberThatCrashesUnderLoad() throws Exception {
        try (Members cluster = new Members(3)) {
            HazelcastStateStore store = new HazelcastStateStore(cluster.get(0), "hub");
            Map<Integer, Long> answered = new ConcurrentHashMap<>();
            Thread crash = Thread.ofPlatform().unstarted(() -> cluster.get(1).getLifecycleService().terminate());
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int call = 0; call < 4_000; call++) {
                int child = call % 400;
                long version = call;
                calls.add(store.save(claim(child), version, ByteBuffer.allocate(8).putLong(version).array())
                    .thenAccept((stamp) -> answered.merge(child, stamp.version(), Math::max))
                    .toCompletableFuture());
                if (call == 1_000) {
                    crash.start();
                }
            }
            for (CompletableFuture<?> call : calls) {
                call.exceptionally((failure) -> null).get(30, TimeUnit.SECONDS);
            }
            crash.join();
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
    void aCallToAStuckPartitionFailsInTimeAndDoesNotBlock() throws Exception {
        HazelcastInstance member = members.get(0);
        String hubId = UUID.randomUUID().toString();
        CountDownLatch release = new CountDownLatch(1);
        IMap<String, Object> map = member.getMap(HazelcastConfigs.statesName(hubId));
        StateClaim claim = claimOn(member);
        map.submitToKey(claim.key().value(), new Stuck(release));
        CompletableFuture<StoredState> answer = new HazelcastStateStore(member, hubId, Duration.ofMillis(200))
            .open(claim)
            .toCompletableFuture();
        try {
            assertThat(answer).isNotDone();
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> await(answer))
                .withCauseInstanceOf(TimeoutException.class)
                .withMessageContaining("map of states: no answer within 200 ms");
        }
        finally {
            release.countDown();
        }
    }

    private static StateClaim claimOn(HazelcastInstance member) {
        int child = 0;
        while (!member.getPartitionService().getPartition(claim(child).key().value()).getOwner().localMember()) {
            child++;
        }
        return claim(child);
    }

    @Test
    void aCallToAMemberThatHasEndedFails() {
        Members ended = new Members(1);
        ended.close();
        assertThat(new HazelcastStateStore(ended.get(0), "hub").open(claim(1)).toCompletableFuture())
            .isCompletedExceptionally();
    }

    private record Stuck(CountDownLatch release) implements EntryProcessor<String, Object, Object> {

        @Override
        public Object process(Map.Entry<String, Object> entry) {
            try {
                this.release.await();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
            return null;
        }

    }

}
