package io.processhub.hazelcast;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.processhub.ChildKey;
import io.processhub.runtime.StateClaim;
import io.processhub.runtime.StateStore;
import io.processhub.runtime.StoredState;

/**
 * States of children in a Hazelcast map, one entry for each. What was answered is on as
 * many members as the map has backups, unless a backup did not confirm within 5 s: only
 * operations on a single key wait for that, so there are no others here. A map that
 * refuses writes because too few members are together is asked again for a while, as the
 * registry map is.
 */
public final class HazelcastStateStore implements StateStore {

    private final HazelcastInstance hazelcast;

    private final String name;

    private final Duration timeLimit;

    public HazelcastStateStore(HazelcastInstance hazelcast, String hubId) {
        this(hazelcast, hubId, HazelcastRegistryMap.DEFAULT_TIME_LIMIT);
    }

    public HazelcastStateStore(HazelcastInstance hazelcast, String hubId, Duration timeLimit) {
        this.hazelcast = hazelcast;
        this.name = HazelcastConfigs.statesName(hubId);
        this.timeLimit = timeLimit;
    }

    @Override
    public CompletionStage<StoredState> open(StateClaim claim) {
        return submit(claim.key(), new OpenState(claim.startId(), claim.epoch()), StateEntry::state);
    }

    @Override
    public CompletionStage<Stamp> save(StateClaim claim, long version, byte[] bytes) {
        return submit(claim.key(), new SaveState(new StoredState(claim.startId(), claim.epoch(), version, bytes)),
                (stamp) -> new Stamp(stamp[0], stamp[1]));
    }

    @Override
    public CompletionStage<?> forget(ChildKey key, long epoch) {
        return submit(key, new ForgetState(epoch), (forgotten) -> forgotten);
    }

    private <R, T> CompletionStage<T> submit(ChildKey key, EntryProcessor<String, StateEntry, R> operation,
            Function<R, T> reading) {
        Answer<T> answer = new Answer<>(this.timeLimit);
        try {
            IMap<String, StateEntry> map = this.hazelcast.getMap(this.name);
            RefusedWrites.of(this.hazelcast)
                .tryAgain(answer, () -> map.submitToKey(key.value(), operation), (value, failure) -> {
                    if (value == null) {
                        answer.completeExceptionally(
                                (failure != null) ? failure : new IllegalStateException("no answer"));
                    }
                    else {
                        answer.complete(reading.apply(value));
                    }
                });
        }
        catch (RuntimeException ex) {
            answer.completeExceptionally(ex);
        }
        return answer;
    }

    /** Gives the text that the JDK's own time limit does not have. */
    private static final class Answer<T> extends CompletableFuture<T> {

        private final Duration timeLimit;

        Answer(Duration timeLimit) {
            this.timeLimit = timeLimit;
            orTimeout(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            boolean late = failure instanceof TimeoutException && failure.getMessage() == null;
            return super.completeExceptionally(
                    late ? new TimeoutException("map of states: no answer within " + this.timeLimit.toMillis() + " ms")
                            : failure);
        }

    }

}
