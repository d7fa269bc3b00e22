package io.processhub.hazelcast;

import java.io.IOException;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.Nullable;

/** Value of the map of states. Never changed once it is there. */
final class StateEntry implements IdentifiedDataSerializable {

    private StoredState state = new StoredState(0, 0, 0, null);

    StateEntry() {
    }

    StateEntry(StoredState state) {
        this.state = state;
    }

    StoredState state() {
        return this.state;
    }

    /** What an entry holds, null if there is none. */
    static @Nullable StoredState stateOf(@Nullable StateEntry entry) {
        return (entry == null) ? null : entry.state;
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.STATE.id();
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
