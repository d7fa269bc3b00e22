package io.processhub.hazelcast;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.coordination.RegistryCommand;
import io.processhub.runtime.RegistryMapContract;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@NullUnmarked
class HazelcastRegistryMapTest extends RegistryMapContract {

    @AutoClose
    private static Members members;

    @BeforeAll
    static void start() {
        members = new Members(3);
    }

    @Override
    protected List<HazelcastRegistryMap> newMap() {
        String hubId = UUID.randomUUID().toString();
        return members.all().stream().map((member) -> new HazelcastRegistryMap(member, hubId)).toList();
    }

    @RepeatedTest(2)
    void noAnsweredRowIsLostWithAMemberThatCrashesUnderLoad() throws Exception {
        try (Members cluster = Members.patient(3)) {
            HazelcastRegistryMap map = new HazelcastRegistryMap(cluster.get(0), "hub");
            Queue<ChildRecord> answered = new ConcurrentLinkedQueue<>();
            Trouble.crashAmid(400, cluster.get(1),
                    (call) -> map.apply(creates(call * 100, 100)).thenAccept(answered::addAll));
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
    void aCallToAStuckPartitionFailsInTimeAndDoesNotBlock() {
        HazelcastInstance member = members.get(0);
        String hubId = UUID.randomUUID().toString();
        ChildKey child = Trouble.childOn(member, RegistryBucket::of);
        HazelcastRegistryMap limited = new HazelcastRegistryMap(member, hubId, Duration.ofMillis(200));
        Trouble.assertFailsInTime(member.getMap(HazelcastConfigs.registryName(hubId)), RegistryBucket.of(child),
                () -> limited.apply(List.of(create(child.value(), 1))), "registry map: no answer within 200 ms");
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

}
