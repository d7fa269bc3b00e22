package io.processhub.hazelcast;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import org.jspecify.annotations.Nullable;

/**
 * Value of the registry map: the rows of all children whose keys fall into one of
 * {@value #COUNT} buckets. Rows share a bucket because Hazelcast awaits the backups of an
 * operation only if it works on a single entry: what changes many entries at once is
 * acknowledged before it is safe. Never changed once it is in the map, so any thread may
 * read it.
 */
final class RegistryBucket implements IdentifiedDataSerializable {

    /** How many buckets a registry has; part of the wire format. */
    static final int COUNT = 128;

    private static final ChildRecord[] NONE = {};

    /** Sorted by key. */
    private ChildRecord[] rows = NONE;

    /** By what this bucket differs from the one it was made of; null if nobody knows. */
    private @Nullable BucketChange change;

    /** Number of the bucket into which a key falls. */
    static int of(ChildKey key) {
        return (key.value().hashCode() * 0x9E3779B9) >>> 25;
    }

    /** A bucket of these rows, as the store has them. */
    static RegistryBucket stored(List<ChildRecord> rows) {
        RegistryBucket bucket = new RegistryBucket();
        bucket.rows = rows.stream().sorted(Comparator.comparing(ChildRecord::key)).toArray(ChildRecord[]::new);
        bucket.change = BucketChange.NONE;
        return bucket;
    }

    /**
     * What the store has to be told of before this bucket may take the place of the one
     * it was made of; null if nobody knows, as after a journey.
     */
    @Nullable BucketChange change() {
        return this.change;
    }

    /** All rows, sorted by key. */
    List<ChildRecord> rows() {
        return List.of(this.rows);
    }

    /** The row of a child, null if it has none here. */
    @Nullable ChildRecord row(ChildKey key) {
        int place = place(key, 0);
        return (place < 0) ? null : this.rows[place];
    }

    /**
     * Where a child's row is, from {@code first} on; if there is none, minus one minus
     * where it would be.
     */
    private int place(ChildKey key, int first) {
        int low = first;
        int high = this.rows.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = this.rows[middle].key().compareTo(key);
            if (order == 0) {
                return middle;
            }
            low = (order < 0) ? middle + 1 : low;
            high = (order < 0) ? high : middle - 1;
        }
        return -low - 1;
    }

    /**
     * A bucket in which these rows stand in place of their older ones; null takes a row
     * away. Rows in between are copied in one piece: most changes are few, to a bucket of
     * many.
     */
    RegistryBucket with(SortedMap<ChildKey, @Nullable ChildRecord> changes) {
        BucketChange difference = new BucketChange();
        ChildRecord[] merged = new ChildRecord[this.rows.length + changes.size()];
        int size = 0;
        int next = 0;
        for (SortedMap.Entry<ChildKey, @Nullable ChildRecord> change : changes.entrySet()) {
            int place = place(change.getKey(), next);
            difference.add((place < 0) ? null : this.rows[place], change.getValue());
            int end = (place < 0) ? -place - 1 : place;
            System.arraycopy(this.rows, next, merged, size, end - next);
            size += end - next;
            next = (place < 0) ? end : end + 1;
            if (change.getValue() != null) {
                merged[size++] = change.getValue();
            }
        }
        System.arraycopy(this.rows, next, merged, size, this.rows.length - next);
        RegistryBucket bucket = new RegistryBucket();
        bucket.rows = Arrays.copyOf(merged, size + this.rows.length - next);
        bucket.change = difference;
        return bucket;
    }

    /** A bucket with the rows of both; of two rows of one child the newer one. */
    RegistryBucket mergedWith(RegistryBucket other) {
        SortedMap<ChildKey, @Nullable ChildRecord> newer = new TreeMap<>();
        for (ChildRecord row : other.rows) {
            ChildRecord mine = row(row.key());
            if (mine == null || row.isNewerThan(mine)) {
                newer.put(row.key(), row);
            }
        }
        return newer.isEmpty() ? this : with(newer);
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.BUCKET.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        WireType.begin(out).all(rows(), RowFormat::record);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        this.rows = WireType.begin(in).all(RowFormat::record).toArray(NONE);
    }

}
