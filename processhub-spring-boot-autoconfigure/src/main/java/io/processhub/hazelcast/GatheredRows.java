package io.processhub.hazelcast;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.processhub.ChildRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows that come in parts, on any threads. Complete with the last part, or failed with
 * the first failure or late.
 */
final class GatheredRows extends CompletableFuture<List<@Nullable ChildRecord>> {

    private final @Nullable ChildRecord[] rows;

    private final AtomicInteger missingParts;

    private final Duration timeLimit;

    GatheredRows(int rows, int parts, Duration timeLimit) {
        this.rows = new ChildRecord[rows];
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
        if (part == null) {
            completeExceptionally((failure != null) ? failure : new IllegalStateException("no answer"));
            return;
        }
        for (int i = 0; i < positions.size(); i++) {
            this.rows[positions.get(i)] = part.row(i);
        }
        if (this.missingParts.decrementAndGet() == 0) {
            complete(Collections.unmodifiableList(Arrays.asList(this.rows)));
        }
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
