package io.processhub.hazelcast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.runtime.RefusedRowsException;
import org.jspecify.annotations.Nullable;

/**
 * Rows that come in parts, on any threads. Complete with the last part, or failed with
 * the first failure or late. What the durable store refuses is told with the last part.
 */
final class GatheredRows extends CompletableFuture<List<@Nullable ChildRecord>> {

    private final List<ChildKey> keys;

    private final @Nullable ChildRecord[] rows;

    private final AtomicInteger missingParts;

    private final Duration timeLimit;

    /** Why the durable store refused commands, by their positions. */
    private final Map<Integer, String> refusals = new ConcurrentHashMap<>();

    GatheredRows(List<ChildKey> keys, int parts, Duration timeLimit) {
        this.keys = keys;
        this.rows = new ChildRecord[keys.size()];
        this.missingParts = new AtomicInteger(parts);
        this.timeLimit = timeLimit;
        if (parts == 0) {
            complete(List.of());
        }
        else {
            orTimeout(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Takes the rows that belong to these positions. */
    void gather(List<Integer> positions, @Nullable RowList part, @Nullable Throwable failure) {
        StoreRefusal refusal = refusal(failure);
        if (part != null) {
            for (int i = 0; i < positions.size(); i++) {
                this.rows[positions.get(i)] = part.row(i);
            }
        }
        else if (refusal != null) {
            String reason = String.valueOf(refusal.getMessage());
            positions.forEach((position) -> this.refusals.put(position, reason));
        }
        else {
            completeExceptionally((failure != null) ? failure : new IllegalStateException("no answer"));
            return;
        }
        if (this.missingParts.decrementAndGet() == 0) {
            completeWithAll();
        }
    }

    private static @Nullable StoreRefusal refusal(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof StoreRefusal)) {
            cause = cause.getCause();
        }
        return (StoreRefusal) cause;
    }

    private void completeWithAll() {
        if (this.refusals.isEmpty()) {
            complete(Collections.unmodifiableList(Arrays.asList(this.rows)));
            return;
        }
        Map<ChildKey, String> reasons = new HashMap<>();
        this.refusals.forEach((position, reason) -> reasons.put(this.keys.get(position), reason));
        List<@Nullable ChildRecord> some = new ArrayList<>(this.rows.length);
        Collections.addAll(some, this.rows);
        completeExceptionally(new RefusedRowsException(some, reasons));
    }

    /** Gives the text that the JDK's own time limit does not have. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean late = failure instanceof TimeoutException && failure.getMessage() == null;
        return super.completeExceptionally(
                late ? new TimeoutException("registry map: no answer within " + this.timeLimit.toMillis() + " ms")
                        : failure);
    }

}
