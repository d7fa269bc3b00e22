package io.processhub.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * Unites the maps of states of two sides after a split: of two states of one child, the
 * one with the greater epoch stays, and under the same epoch the one that was written
 * later. Public because Hazelcast makes it by its name; only for maps of states.
 */
public final class NewerStateMergePolicy
        implements SplitBrainMergePolicy<Object, MergingValue<Object>, Object>, IdentifiedDataSerializable {

    @Override
    public @Nullable Object merge(@Nullable MergingValue<Object> merging, @Nullable MergingValue<Object> existing) {
        StateEntry ours = entry(existing);
        StateEntry theirs = entry(merging);
        if (ours == null || theirs == null) {
            return (ours == null) ? theirs : ours;
        }
        StoredState newer = theirs.state().over(ours.state());
        return (newer == ours.state()) ? ours : theirs;
    }

    private static @Nullable StateEntry entry(@Nullable MergingValue<Object> value) {
        return (value == null) ? null : (StateEntry) value.getDeserializedValue();
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.STATE_MERGE_POLICY.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // it has no state
    }

    @Override
    public void readData(ObjectDataInput in) {
        // it has no state
    }

}
