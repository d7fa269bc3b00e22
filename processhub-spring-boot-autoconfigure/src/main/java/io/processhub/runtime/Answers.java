package io.processhub.runtime;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls of the application that wait for their results. What the application does with a
 * result runs on a virtual thread, never on the hub's loop.
 */
final class Answers<T> {

    private final Executor executor;

    private final Map<Long, CompletableFuture<T>> open = new ConcurrentHashMap<>();

    /**
     * Random in its upper half, so that no two members, nor two starts of one, ever
     * number a call alike.
     */
    private final AtomicLong number = new AtomicLong(ThreadLocalRandom.current().nextLong() & ~0xFFFFFFFL);

    Answers(Executor executor) {
        this.executor = executor;
    }

    /** A call that was just begun. */
    record Call<T>(long number, CompletableFuture<T> future) {
    }

    Call<T> begin() {
        Call<T> call = new Call<>(this.number.incrementAndGet(), new CompletableFuture<>());
        this.open.put(call.number(), call.future());
        return call;
    }

    void complete(long number, T result) {
        CompletableFuture<T> future = this.open.remove(number);
        if (future != null) {
            future.completeAsync(() -> result, this.executor);
        }
    }

    void failAll(RuntimeException reason) {
        this.open.values().forEach((future) -> this.executor.execute(() -> future.completeExceptionally(reason)));
        this.open.clear();
    }

}
