package io.processhub.hazelcast;

import java.io.IOException;
import java.util.List;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.processhub.ChildRecord;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@link ApplyCommands}: one row for each command, null where there is none.
 */
final class RowList implements IdentifiedDataSerializable {

    private List<@Nullable ChildRecord> rows = List.of();

    RowList() {
    }

    RowList(List<@Nullable ChildRecord> rows) {
        this.rows = rows;
    }

    @Nullable ChildRecord row(int index) {
        return this.rows.get(index);
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.ROW_LIST.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        WireType.begin(out).<@Nullable ChildRecord>all(this.rows, (to, row) -> to.optional(row, RowFormat::record));
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        this.rows = WireType.begin(in).<@Nullable ChildRecord>all((from) -> from.optional(RowFormat::record));
    }

}
