package io.processhub.simulation;

import java.util.Map;
import java.util.TreeMap;

import io.processhub.ChildKey;

/** States of children as the store keeps them: the newest of each, guarded by epochs. */
final class SimStates {

    private final Map<ChildKey, Entry> entries = new TreeMap<>();

    private record Entry(long startId, long epoch, long value) {
    }

    /** The newest state; from now on nobody under a smaller epoch may save one. */
    long open(ChildKey key, long startId, long epoch) {
        Entry entry = this.entries.get(key);
        long value = (entry == null || entry.startId() != startId) ? 0 : entry.value();
        if (entry == null || entry.epoch() <= epoch) {
            this.entries.put(key, new Entry(startId, epoch, value));
        }
        return value;
    }

    /** Answers whether it was saved. */
    boolean save(ChildKey key, long startId, long epoch, long value) {
        Entry entry = this.entries.get(key);
        boolean current = entry == null || entry.epoch() <= epoch;
        if (current) {
            this.entries.put(key, new Entry(startId, epoch, value));
        }
        return current;
    }

    void fill(SimStates other) {
        other.entries.forEach((key, theirs) -> this.entries.merge(key, theirs,
                (mine, same) -> (mine.epoch() >= same.epoch()) ? mine : same));
    }

}
