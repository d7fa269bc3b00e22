package io.processhub.hazelcast;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes changed rows into a bucket: what {@link ApplyCommands} decided, as its backups
 * carry it out.
 */
final class StoreRows implements EntryProcessor<Integer, RegistryBucket, Object>, IdentifiedDataSerializable {

    private final SortedMap<ChildKey, @Nullable ChildRecord> changes;

    StoreRows() {
        this(new TreeMap<>());
    }

    StoreRows(SortedMap<ChildKey, @Nullable ChildRecord> changes) {
        this.changes = changes;
    }

    @Override
    public @Nullable Object process(Map.Entry<Integer, RegistryBucket> entry) {
        RegistryBucket before = entry.getValue();
        entry.setValue(((before == null) ? new RegistryBucket() : before).with(this.changes));
        return null;
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.STORE_ROWS.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        WireOutput to = WireType.begin(out);
        to.number(this.changes.size());
        for (Map.Entry<ChildKey, @Nullable ChildRecord> change : this.changes.entrySet()) {
            RowFormat.key(to, change.getKey());
            to.optional(change.getValue(), RowFormat::record);
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        WireInput from = WireType.begin(in);
        for (int count = from.count(); count > 0; count--) {
            this.changes.put(RowFormat.key(from), from.optional(RowFormat::record));
        }
    }

}
