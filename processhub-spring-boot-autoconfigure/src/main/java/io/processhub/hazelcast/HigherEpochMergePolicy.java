package io.processhub.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Unites the registry maps of two sides after a split: of two rows of one child, the
 * newer one stays. No row of either side is lost. Public because Hazelcast makes it by
 * its name; only for registry maps.
 */
public final class HigherEpochMergePolicy
        implements SplitBrainMergePolicy<Object, MergingValue<Object>, Object>, IdentifiedDataSerializable {

    @Override
    public @Nullable Object merge(@Nullable MergingValue<Object> merging, @Nullable MergingValue<Object> existing) {
        RegistryBucket ours = bucket(existing);
        RegistryBucket theirs = bucket(merging);
        if (ours == null || theirs == null) {
            return (ours == null) ? theirs : ours;
        }
        return ours.mergedWith(theirs);
    }

    private static @Nullable RegistryBucket bucket(@Nullable MergingValue<Object> value) {
        return (value == null) ? null : (RegistryBucket) value.getDeserializedValue();
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.MERGE_POLICY.id();
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
