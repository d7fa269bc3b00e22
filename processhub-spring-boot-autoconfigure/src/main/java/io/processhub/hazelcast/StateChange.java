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
 * Puts an entry in the place of another one, or takes it away: what an operation on a
 * state decided, as its backups carry it out.
 */
final class StateChange implements EntryProcessor<String, StateEntry, Object>, IdentifiedDataSerializable {

    private @Nullable StoredState after;

    StateChange() {
        this(null);
    }

    /**
     * A change.
     * @param after null if nothing is kept any more
     */
    StateChange(@Nullable StoredState after) {
        this.after = after;
    }

    @Override
    public @Nullable Object process(Map.Entry<String, StateEntry> entry) {
        entry.setValue((this.after == null) ? null : new StateEntry(this.after));
        return null;
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.STATE_CHANGE.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        WireType.begin(out).optional(this.after, StateFormat::write);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        this.after = WireType.begin(in).optional(StateFormat::read);
    }

}
