package io.processhub.hazelcast;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.hazelcast.internal.util.ThreadUtil;
import com.hazelcast.map.MapStore;
import io.processhub.ChildKey;
import io.processhub.runtime.DurableStates;
import io.processhub.runtime.NotStoredException;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * What Hazelcast calls to keep states of children in a durable store, mostly a while
 * after they were answered and many at once. What cannot be written is tried again. A
 * state is read when its child is first started in the life of a cluster.
 */
final class StoredStates implements MapStore<String, StateEntry> {

    private final DurableStates states;

    StoredStates(DurableStates states) {
        this.states = states;
    }

    /**
     * Backups get whole entries and need not read: they would do so on a thread that all
     * maps share. Owners never ask on such a thread.
     */
    @Override
    public @Nullable StateEntry load(String key) {
        if (ThreadUtil.isRunningOnPartitionThread()) {
            return null;
        }
        try {
            StoredState state = this.states.load(ChildKey.of(key));
            return (state != null) ? new StateEntry(state) : null;
        }
        catch (NotStoredException ex) {
            throw new StoreRefusal(String.valueOf(ex.getMessage()));
        }
    }

    @Override
    public Map<String, StateEntry> loadAll(Collection<String> keys) {
        Map<String, StateEntry> loaded = new HashMap<>();
        for (String key : keys) {
            StateEntry entry = load(key);
            if (entry != null) {
                loaded.put(key, entry);
            }
        }
        return loaded;
    }

    /** None: states come when they are asked for. */
    @Override
    public @Nullable Iterable<String> loadAllKeys() {
        return null;
    }

    @Override
    public void store(String key, StateEntry entry) {
        storeAll(Map.of(key, entry));
    }

    /** Those that were only opened, and never kept, need not outlive anything. */
    @Override
    public void storeAll(Map<String, StateEntry> entries) {
        Map<ChildKey, StoredState> kept = new HashMap<>();
        entries.forEach((key, entry) -> {
            if (entry.state().bytes() != null) {
                kept.put(ChildKey.of(key), entry.state());
            }
        });
        if (!kept.isEmpty()) {
            change(() -> this.states.save(kept));
        }
    }

    private static void change(Runnable change) {
        try {
            change.run();
        }
        catch (NotStoredException ex) {
            throw new StoreRefusal(String.valueOf(ex.getMessage()));
        }
    }

    @Override
    public void delete(String key) {
        deleteAll(List.of(key));
    }

    @Override
    public void deleteAll(Collection<String> keys) {
        change(() -> this.states.forget(keys.stream().map(ChildKey::of).toList()));
    }

}
