package io.processhub.hazelcast;

import java.util.Map;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the state of a child and perhaps changes it, in one step. Backups get the
 * change and not the operation, so that they cannot come to another result.
 *
 * @param <R> what it answers
 */
abstract sealed class StateOperation<R> implements EntryProcessor<String, StateEntry, R>, IdentifiedDataSerializable
        permits OpenState, SaveState, ForgetState {

    private final WireType type;

    private @Nullable StateChange change;

    StateOperation(WireType type) {
        this.type = type;
    }

    /**
     * Keeps {@code after}, nothing if it is null; answers whether that changes anything.
     */
    final boolean keep(Map.Entry<String, StateEntry> entry, @Nullable StoredState before, @Nullable StoredState after) {
        this.change = (after == before) ? null : new StateChange(after);
        if (this.change != null) {
            this.change.process(entry);
        }
        return this.change != null;
    }

    /** Null if nothing changed: then there is nothing to back up. */
    @Override
    @SuppressWarnings({ "unchecked", "rawtypes" })
    public final @Nullable EntryProcessor<String, StateEntry, R> getBackupProcessor() {
        return (EntryProcessor) this.change;
    }

    @Override
    public final int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public final int getClassId() {
        return this.type.id();
    }

}
