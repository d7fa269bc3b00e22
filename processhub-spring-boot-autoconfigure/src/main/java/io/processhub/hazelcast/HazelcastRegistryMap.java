package io.processhub.hazelcast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.processhub.ChildRecord;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import io.processhub.runtime.RegistryMap;
import org.jspecify.annotations.Nullable;

/**
 * Registry map on a Hazelcast map of {@link RegistryBucket}s. A row that was answered is
 * on as many members as the map has backups, unless a backup did not confirm within 5 s.
 * A map that refuses writes because too few members are together is asked again for a
 * while: its judgement is renewed at each heartbeat only. May be used from any thread;
 * stages are completed on threads of Hazelcast, so what follows them must be short and
 * must not block.
 */
public final class HazelcastRegistryMap implements RegistryMap {

    /** How long an answer is awaited unless said otherwise. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(8);

    private final HazelcastInstance hazelcast;

    private final String name;

    private final Duration timeLimit;

    public HazelcastRegistryMap(HazelcastInstance hazelcast, String hubId) {
        this(hazelcast, hubId, DEFAULT_TIME_LIMIT);
    }

    public HazelcastRegistryMap(HazelcastInstance hazelcast, String hubId, Duration timeLimit) {
        this.hazelcast = hazelcast;
        this.name = HazelcastConfigs.registryName(hubId);
        this.timeLimit = timeLimit;
    }

    @Override
    public CompletionStage<List<@Nullable ChildRecord>> apply(List<RegistryCommand> commands) {
        Map<Integer, List<Integer>> positions = new TreeMap<>();
        for (int i = 0; i < commands.size(); i++) {
            positions.computeIfAbsent(RegistryBucket.of(commands.get(i).key()), (bucket) -> new ArrayList<>()).add(i);
        }
        GatheredRows answer = new GatheredRows(commands.stream().map(RegistryCommand::key).toList(), positions.size(),
                this.timeLimit);
        try {
            IMap<Integer, RegistryBucket> map = this.hazelcast.getMap(this.name);
            RefusedWrites refused = RefusedWrites.of(this.hazelcast);
            positions.forEach((bucket, at) -> refused.tryAgain(answer,
                    () -> map.submitToKey(bucket, new ApplyCommands(at.stream().map(commands::get).toList())),
                    (rows, failure) -> answer.gather(at, rows, failure)));
        }
        catch (RuntimeException ex) {
            answer.completeExceptionally(ex);
        }
        return answer;
    }

    @Override
    public CompletionStage<Signal.Scanned> scan(RegistryView view, Instant expiredBefore, Set<String> others) {
        CompletableFuture<Signal.Scanned> answer = new CompletableFuture<>();
        Thread.ofVirtual().name(this.name + "-scan").start(() -> {
            try {
                answer.complete(
                        new RegistryScan(view, expiredBefore.toEpochMilli()).of(this.hazelcast, this.name, others));
            }
            catch (RuntimeException ex) {
                answer.completeExceptionally(ex);
            }
        });
        return answer;
    }

}
