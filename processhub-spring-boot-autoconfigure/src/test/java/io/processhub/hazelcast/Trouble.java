package io.processhub.hazelcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.processhub.ChildKey;
import org.jspecify.annotations.NullUnmarked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What may happen to calls to a map. */
@NullUnmarked
final class Trouble {

    private Trouble() {
    }

    /**
     * Makes calls; a member crashes amid them. Returns when all have ended, as may be.
     */
    static void crashAmid(int calls, HazelcastInstance member, IntFunction<CompletionStage<?>> call) throws Exception {
        Thread crash = Thread.ofPlatform().unstarted(() -> member.getLifecycleService().terminate());
        List<CompletionStage<?>> made = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            made.add(call.apply(i));
            if (i == calls / 4) {
                crash.start();
            }
        }
        for (CompletionStage<?> one : made) {
            one.exceptionally((failure) -> null).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        crash.join();
    }

    /** A child whose entry in a map is on a member. */
    static ChildKey childOn(HazelcastInstance member, Function<ChildKey, ?> entry) {
        return IntStream.range(0, 1_000)
            .mapToObj((i) -> ChildKey.of("child-" + i))
            .filter((child) -> member.getPartitionService().getPartition(entry.apply(child)).getOwner().localMember())
            .findFirst()
            .orElseThrow();
    }

    /**
     * Makes a call while the partition of an entry is stuck: it does not block, and fails
     * in time.
     */
    static <K> void assertFailsInTime(IMap<K, Object> map, K entry, Supplier<CompletionStage<?>> call, String message) {
        CountDownLatch release = new CountDownLatch(1);
        map.submitToKey(entry, new Stuck<>(release));
        try {
            CompletableFuture<?> answer = call.get().toCompletableFuture();
            assertThat(answer).isNotDone();
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                .withCauseInstanceOf(TimeoutException.class)
                .withMessageContaining(message);
        }
        finally {
            release.countDown();
        }
    }

    private record Stuck<K>(CountDownLatch release) implements EntryProcessor<K, Object, Object> {

        @Override
        public Object process(Map.Entry<K, Object> entry) {
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
