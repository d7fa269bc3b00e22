package io.processhub.hazelcast;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes that split-brain protection refuses have not been carried out, and may be tried
 * again: Hazelcast judges at each heartbeat only, so that it refuses for a moment after
 * enough members have come together. Whoever is refused for longer sees too few.
 */
final class RefusedWrites {

    private static final Executor SOON = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS,
            Thread::startVirtualThread);

    private static final Duration MARGIN = Duration.ofMillis(500);

    private final long end;

    RefusedWrites(Duration longest) {
        this.end = System.nanoTime() + longest.toNanos();
    }

    /** Goes on for a little longer than a heartbeat. */
    static RefusedWrites of(HazelcastInstance hazelcast) {
        return new RefusedWrites(HazelcastHeartbeat.of(hazelcast.getConfig()).interval().plus(MARGIN));
    }

    /**
     * Writes until it is not refused, or nobody waits any more.
     * @param waiting who waits for it
     * @param result called once, on any thread
     */
    <T> void tryAgain(Future<?> waiting, Supplier<CompletionStage<T>> write,
            BiConsumer<@Nullable T, @Nullable Throwable> result) {
        // without an executor Hazelcast would start a thread for each answer on small
        // machines
        write.get().whenCompleteAsync((answer, failure) -> {
            if (isRefusal(failure) && !waiting.isDone() && System.nanoTime() - this.end < 0) {
                SOON.execute(() -> tryAgainOrFail(waiting, write, result));
            }
            else {
                result.accept(answer, failure);
            }
        }, Runnable::run);
    }

    private <T> void tryAgainOrFail(Future<?> waiting, Supplier<CompletionStage<T>> write,
            BiConsumer<@Nullable T, @Nullable Throwable> result) {
        try {
            tryAgain(waiting, write, result);
        }
        catch (RuntimeException ex) {
            result.accept(null, ex);
        }
    }

    private static boolean isRefusal(@Nullable Throwable failure) {
        Throwable reason = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
                : failure;
        return reason instanceof SplitBrainProtectionException;
    }

}
