package io.processhub.hazelcast;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.Nullable;

/** Opens the state of a child for a claim, and answers it. */
final class OpenState implements EntryProcessor<String, StateEntry, StateEntry>, IdentifiedDataSerializable {

    private long startId;

    private long epoch;

    private @Nullable StateChange change;

    OpenState() {
        this(0, 0);
    }

    OpenState(long startId, long epoch) {
        this.startId = startId;
        this.epoch = epoch;
    }

    @Override
    public StateEntry process(Map.Entry<String, StateEntry> entry) {
        StoredState before = StateEntry.stateOf(entry.getValue());
        StoredState after = StoredState.opened(before, this.startId, this.epoch);
        this.change = (after == before) ? null : new StateChange(after);
        if (this.change != null) {
            this.change.process(entry);
        }
        return new StateEntry(after);
    }

    /** Null if nothing changed: then there is nothing to back up. */
    @Override
    @SuppressWarnings({ "unchecked", "rawtypes" })
    public @Nullable EntryProcessor<String, StateEntry, StateEntry> getBackupProcessor() {
        return (EntryProcessor) this.change;
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.OPEN_STATE.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        WireOutput to = WireType.begin(out);
        to.bits(this.startId);
        to.number(this.epoch);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        WireInput from = WireType.begin(in);
        this.startId = from.bits();
        this.epoch = from.number();
    }

}
