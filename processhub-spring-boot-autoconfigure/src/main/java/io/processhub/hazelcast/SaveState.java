package io.processhub.hazelcast;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.processhub.runtime.StoredState;

/**
 * Writes the state of a child, unless what is there is as new; answers epoch and version
 * as they then stand.
 */
final class SaveState extends StateOperation<long[]> {

    private StoredState state;

    SaveState() {
        this(new StoredState(0, 0, 0, null));
    }

    SaveState(StoredState state) {
        super(WireType.SAVE_STATE);
        this.state = state;
    }

    @Override
    public long[] process(Map.Entry<String, StateEntry> entry) {
        StoredState before = StateEntry.stateOf(entry.getValue());
        StoredState after = this.state.over(before);
        keep(entry, before, after);
        return new long[] { after.epoch(), after.version() };
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
