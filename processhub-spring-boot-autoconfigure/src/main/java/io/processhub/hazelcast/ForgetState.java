package io.processhub.hazelcast;

import java.io.IOException;
import java.util.Map;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.processhub.runtime.StoredState;

/**
 * Takes the state of a child away, unless a later epoch has opened it; answers whether it
 * did.
 */
final class ForgetState extends StateOperation<Boolean> {

    private long epoch;

    ForgetState() {
        this(0);
    }

    ForgetState(long epoch) {
        super(WireType.FORGET_STATE);
        this.epoch = epoch;
    }

    @Override
    public Boolean process(Map.Entry<String, StateEntry> entry) {
        StoredState before = StateEntry.stateOf(entry.getValue());
        return keep(entry, before, (before == null || before.epoch() > this.epoch) ? before : null);
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
