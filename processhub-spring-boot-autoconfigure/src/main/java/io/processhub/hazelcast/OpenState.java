package io.processhub.hazelcast;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.processhub.runtime.StoredState;

/** Opens the state of a child for a claim, and answers it. */
final class OpenState extends StateOperation<StateEntry> {

    private long startId;

    private long epoch;

    OpenState() {
        this(0, 0);
    }

    OpenState(long startId, long epoch) {
        super(WireType.OPEN_STATE);
        this.startId = startId;
        this.epoch = epoch;
    }

    @Override
    public StateEntry process(Map.Entry<String, StateEntry> entry) {
        StoredState before = StateEntry.stateOf(entry.getValue());
        StoredState after = StoredState.opened(before, this.startId, this.epoch);
        keep(entry, before, after);
        return new StateEntry(after);
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
