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
 * Takes the state of a child away, unless a later epoch has opened it; answers whether it
 * did.
 */
final class ForgetState implements EntryProcessor<String, StateEntry, Boolean>, IdentifiedDataSerializable {

    private long epoch;

    private @Nullable StateChange change;

    ForgetState() {
        this(0);
    }

    ForgetState(long epoch) {
        this.epoch = epoch;
    }

    @Override
    public Boolean process(Map.Entry<String, StateEntry> entry) {
        StoredState before = StateEntry.stateOf(entry.getValue());
        this.change = (before == null || before.epoch() > this.epoch) ? null : new StateChange(null);
        if (this.change != null) {
            this.change.process(entry);
        }
        return this.change != null;
    }

    /** Null if nothing changed: then there is nothing to back up. */
    @Override
    @SuppressWarnings({ "unchecked", "rawtypes" })
    public @Nullable EntryProcessor<String, StateEntry, Boolean> getBackupProcessor() {
        return (EntryProcessor) this.change;
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.FORGET_STATE.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        WireType.begin(out).number(this.epoch);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        this.epoch = WireType.begin(in).number();
    }

}
