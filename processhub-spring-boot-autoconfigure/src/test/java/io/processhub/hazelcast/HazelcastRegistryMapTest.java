package io.processhub.hazelcast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.coordination.RegistryCommand;
import io.processhub.runtime.RegistryMapContract;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@NullUnmarked
class HazelcastRegistryMapTest extends RegistryMapContract {

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
    protected List<HazelcastRegistryMap> newMap() {
        String hubId = UUID.randomUUID().toString();
        return members.all().stream().map((member) -> new HazelcastRegistryMap(member, hubId)).toList();
    }

    @RepeatedTest(2)
    void noAnsweredRowIsLostWithAMemberThatCrashesUnderLoad() throws Exception {
        try (Members cluster = new Members(3)) {
            HazelcastRegistryMap map = new HazelcastRegistryMap(cluster.get(0), "hub");
            Queue<ChildRecord> answered = new ConcurrentLinkedQueue<>();
            Thread crash = Thread.ofPlatform().unstarted(() -> cluster.get(1).getLifecycleService().terminate());
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int call = 0; call < 400; call++) {
                calls.add(map.apply(creates(call * 100, 100)).thenAccept(answered::addAll).toCompletableFuture());
                if (call == 100) {
                    crash.start();
                }
            }
            for (CompletableFuture<?> call : calls) {
                call.exceptionally((failure) -> null).get(30, TimeUnit.SECONDS);
            }
            crash.join();
            List<RegistryCommand> questions = answered.stream()
                .<RegistryCommand>map((row) -> new RegistryCommand.Purge(row.key(), -1, -1))
                .toList();
            assertThat(questions).isNotEmpty();
            assertThat(await(map.apply(questions))).containsExactlyElementsOf(answered);
        }
    }

    private static List<RegistryCommand> creates(int first, int count) {
        return IntStream.range(first, first + count).mapToObj((i) -> create("child-" + i, i + 1L)).toList();
    }

    @Test
    void aCallToAStuckPartitionFailsInTimeAndDoesNotBlock() throws Exception {
        HazelcastInstance member = members.get(0);
        String hubId = UUID.randomUUID().toString();
        ChildKey key = keyOn(member);
        CountDownLatch release = new CountDownLatch(1);
        IMap<Integer, Object> map = member.getMap(HazelcastConfigs.registryName(hubId));
        map.submitToKey(RegistryBucket.of(key), new Stuck(release));
        HazelcastRegistryMap limited = new HazelcastRegistryMap(member, hubId, Duration.ofMillis(200));
        CompletableFuture<List<ChildRecord>> answer = limited.apply(List.of(create(key.value(), 1)))
            .toCompletableFuture();
        try {
            assertThat(answer).isNotDone();
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> await(answer))
                .withCauseInstanceOf(TimeoutException.class)
                .withMessageContaining("registry map: no answer within 200 ms");
        }
        finally {
            release.countDown();
        }
    }

    @Test
    void aCallToAMemberThatHasEndedFails() {
        Members ended = new Members(1);
        ended.close();
        CompletableFuture<List<ChildRecord>> answer = new HazelcastRegistryMap(ended.get(0), "hub")
            .apply(List.of(create("a", 1)))
            .toCompletableFuture();
        assertThat(answer).isCompletedExceptionally();
    }

    private static ChildKey keyOn(HazelcastInstance member) {
        return IntStream.range(0, 1_000)
            .mapToObj((i) -> ChildKey.of("key-" + i))
            .filter((key) -> member.getPartitionService().getPartition(RegistryBucket.of(key)).getOwner().localMember())
            .findFirst()
            .orElseThrow();
    }

    private record Stuck(CountDownLatch release) implements EntryProcessor<Integer, Object, Object> {

        @Override
        public Object process(Map.Entry<Integer, Object> entry) {
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
