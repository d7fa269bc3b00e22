package io.processhub.hazelcast;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.hazelcast.map.MapStore;
import io.processhub.runtime.NotStoredException;
import io.processhub.runtime.RegistryStore;
import org.jspecify.annotations.Nullable;

/**
 * What Hazelcast calls to keep a registry map in a durable store. A bucket is written
 * before a change of it is made: what is answered is stored, what the store refuses has
 * not happened. Only rows whose change matters are written, so that an owner that takes
 * over children does not need the store. Each bucket is read once by its owner, and once
 * by each backup, when somebody first asks for it; never all at once by everybody. Called
 * on threads of Hazelcast, which it blocks as long as the store does.
 */
final class StoredBuckets implements MapStore<Integer, RegistryBucket> {

    private final RegistryStore store;

    StoredBuckets(RegistryStore store) {
        this.store = store;
    }

    @Override
    public RegistryBucket load(Integer bucket) {
        try {
            return RegistryBucket.stored(this.store.load(bucket));
        }
        catch (NotStoredException ex) {
            throw new StoreRefusal(String.valueOf(ex.getMessage()));
        }
    }

    @Override
    public Map<Integer, RegistryBucket> loadAll(Collection<Integer> buckets) {
        Map<Integer, RegistryBucket> loaded = new HashMap<>();
        buckets.forEach((bucket) -> loaded.put(bucket, load(bucket)));
        return loaded;
    }

    /** None: buckets come when they are asked for. */
    @Override
    public @Nullable Iterable<Integer> loadAllKeys() {
        return null;
    }

    @Override
    public void store(Integer number, RegistryBucket bucket) {
        BucketChange change = bucket.change();
        write(number, (change != null) ? change : BucketChange.between(load(number), bucket));
    }

    private void write(int bucket, BucketChange change) {
        if (change.isEmpty()) {
            return;
        }
        try {
            this.store.save(bucket, change.written(), change.forgotten());
        }
        catch (NotStoredException ex) {
            throw new StoreRefusal(String.valueOf(ex.getMessage()));
        }
    }

    @Override
    public void storeAll(Map<Integer, RegistryBucket> buckets) {
        buckets.forEach(this::store);
    }

    @Override
    public void delete(Integer bucket) {
        write(bucket, BucketChange.between(load(bucket), RegistryBucket.stored(List.of())));
    }

    @Override
    public void deleteAll(Collection<Integer> buckets) {
        buckets.forEach(this::delete);
    }

}
