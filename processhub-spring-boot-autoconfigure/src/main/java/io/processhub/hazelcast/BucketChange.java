package io.processhub.hazelcast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.coordination.StoredRow;
import org.jspecify.annotations.Nullable;

/** What a durable store has to be told of when one bucket takes the place of another. */
final class BucketChange {

    static final BucketChange NONE = new BucketChange();

    private final List<ChildRecord> written = new ArrayList<>(1);

    private final List<ChildRecord> forgotten = new ArrayList<>(0);

    /** The difference between two buckets of which one does not know the other. */
    static BucketChange between(RegistryBucket before, RegistryBucket after) {
        Map<ChildKey, ChildRecord> old = new HashMap<>();
        before.rows().forEach((row) -> old.put(row.key(), row));
        BucketChange change = new BucketChange();
        after.rows().forEach((row) -> change.add(old.remove(row.key()), row));
        old.values().forEach((row) -> change.add(row, null));
        return change;
    }

    /** Takes note of a row that takes the place of another, or of none. */
    void add(@Nullable ChildRecord before, @Nullable ChildRecord after) {
        if (after == null) {
            if (before != null) {
                this.forgotten.add(before);
            }
        }
        else if (StoredRow.differs(before, after)) {
            this.written.add(after);
        }
    }

    boolean isEmpty() {
        return this.written.isEmpty() && this.forgotten.isEmpty();
    }

    List<ChildRecord> written() {
        return this.written;
    }

    /** Rows that went, as they were. */
    List<ChildRecord> forgotten() {
        return this.forgotten;
    }

}
