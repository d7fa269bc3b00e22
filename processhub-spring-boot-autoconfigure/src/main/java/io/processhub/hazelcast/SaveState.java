package io.processhub.hazelcast;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * Writes the state of a child, unless what is there is as new; answers epoch and version
 * as they then stand.
 */
final class SaveState implements EntryProcessor<String, StateEntry, long[]>, IdentifiedDataSerializable {

    private StoredState state;

    private @Nullable StateChange change;

    SaveState() {
        this(new StoredState(0, 0, 0, null));
    }

    SaveState(StoredState state) {
        this.state = state;
    }

    @Override
    public long[] process(Map.Entry<String, StateEntry> entry) {
        StoredState before = StateEntry.stateOf(entry.getValue());
        StoredState after = this.state.over(before);
        this.change = (after == before) ? null : new StateChange(after);
        if (this.change != null) {
            this.change.process(entry);
        }
        return new long[] { after.epoch(), after.version() };
    }

    /** Null if nothing changed: then there is nothing to back up. */
    @Override
    @SuppressWarnings({ "unchecked", "rawtypes" })
    public @Nullable EntryProcessor<String, StateEntry, long[]> getBackupProcessor() {
        return (EntryProcessor) this.change;
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.SAVE_STATE.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        StateFormat.write(WireType.begin(out), this.state);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        this.state = StateFormat.read(WireType.begin(in));
    }

}
