package io.processhub.hazelcast;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.coordination.RegistryCommand;
import org.jspecify.annotations.Nullable;

/**
 * Applies commands to the rows of one bucket, in one step. Backups get the rows that
 * changed and not the commands, so that they cannot come to another result.
 */
final class ApplyCommands implements EntryProcessor<Integer, RegistryBucket, RowList>, IdentifiedDataSerializable {

    private List<RegistryCommand> commands;

    private @Nullable StoreRows stored;

    ApplyCommands() {
        this(List.of());
    }

    ApplyCommands(List<RegistryCommand> commands) {
        this.commands = commands;
    }

    @Override
    public RowList process(Map.Entry<Integer, RegistryBucket> entry) {
        RegistryBucket bucket = entry.getValue();
        SortedMap<ChildKey, @Nullable ChildRecord> changes = new TreeMap<>();
        List<@Nullable ChildRecord> rows = new ArrayList<>(this.commands.size());
        for (RegistryCommand command : this.commands) {
            ChildRecord before = (bucket == null) ? null : bucket.row(command.key());
            ChildRecord after = command.apply(before);
            if (after != before) {
                changes.put(command.key(), after);
            }
            rows.add(after);
        }
        this.stored = changes.isEmpty() ? null : new StoreRows(changes);
        if (this.stored != null) {
            this.stored.process(entry);
        }
        return new RowList(rows);
    }

    /** Null if nothing changed: then there is nothing to back up. */
    @Override
    @SuppressWarnings({ "unchecked", "rawtypes" })
    public @Nullable EntryProcessor<Integer, RegistryBucket, RowList> getBackupProcessor() {
        return (EntryProcessor) this.stored;
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.APPLY_COMMANDS.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        WireType.begin(out).all(this.commands, CommandFormat::write);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        this.commands = WireType.begin(in).all(CommandFormat::read);
    }

}
