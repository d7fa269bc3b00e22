package io.processhub.runtime;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.processhub.ChildKey;
import org.jspecify.annotations.Nullable;

/** A store in this JVM that may be told to keep its answers, or to fail. */
final class MemoryStateStore implements StateStore {

    private final Map<ChildKey, StoredState> states = new HashMap<>();

    private final Queue<Runnable> held = new ArrayDeque<>();

    private boolean holding;

    private boolean failing;

    private int saves;

    private int opens;

    /** Carries out nothing from now on until it is released. */
    synchronized void hold() {
        this.holding = true;
    }

    /** Carries out what comes from now on; what it holds it goes on to hold. */
    synchronized void goOn() {
        this.holding = false;
    }

    synchronized void release() {
        this.holding = false;
        while (!this.held.isEmpty()) {
            this.held.remove().run();
        }
    }

    synchronized void fail(boolean failing) {
        this.failing = failing;
    }

    /** How often somebody wanted to save. */
    synchronized int saves() {
        return this.saves;
    }

    /** How often somebody wanted to open. */
    synchronized int opens() {
        return this.opens;
    }

    /** Somebody else has written, whatever is kept back here. */
    synchronized void write(ChildKey key, StoredState state) {
        this.states.put(key, state);
    }

    synchronized @Nullable StoredState find(ChildKey key) {
        return this.states.get(key);
    }

    @Override
    public synchronized CompletionStage<StoredState> open(StateClaim claim) {
        this.opens++;
        return answer(() -> {
            StoredState opened = StoredState.opened(this.states.get(claim.key()), claim.startId(), claim.epoch());
            this.states.put(claim.key(), opened);
            return opened;
        });
    }

    @Override
    public synchronized CompletionStage<Stamp> save(StateClaim claim, long version, byte[] bytes) {
        this.saves++;
        return answer(() -> {
            StoredState after = new StoredState(claim.startId(), claim.epoch(), version, bytes)
                .over(this.states.get(claim.key()));
            this.states.put(claim.key(), after);
            return new Stamp(after.epoch(), after.version());
        });
    }

    @Override
    public CompletionStage<?> forget(ChildKey key, long epoch) {
        return answer(() -> {
            StoredState state = this.states.get(key);
            boolean forgotten = state != null && state.epoch() <= epoch;
            if (forgotten) {
                this.states.remove(key);
            }
            return forgotten;
        });
    }

    private synchronized <T> CompletableFuture<T> answer(Supplier<T> operation) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (this.failing) {
            answer.completeExceptionally(new IllegalStateException("the store fails"));
        }
        else if (this.holding) {
            this.held.add(() -> answer.complete(operation.get()));
        }
        else {
            answer.complete(operation.get());
        }
        return answer;
    }

}
