package io.processhub.hazelcast;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import com.hazelcast.spi.merge.MergingValue;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HigherEpochMergePolicyTest {

    @Test
    void ofTwoRowsOfAChildTheOneWithTheHigherEpochStays() {
        assertThat(merge(bucket(row("a", 3), row("b", 4)), bucket(row("a", 5), row("b", 1))))
            .containsExactly(row("a", 5), row("b", 4));
    }

    @Test
    void rowsOfEitherSideStay() {
        assertThat(merge(bucket(row("b", 1), row("d", 1)), bucket(row("a", 1), row("c", 1), row("e", 1))))
            .extracting((row) -> row.key().value())
            .containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aBucketThatOneSideDoesNotHaveStays() {
        assertThat(merge(bucket(row("a", 1)), null)).containsExactly(row("a", 1));
        assertThat(merge(null, bucket(row("a", 1)))).containsExactly(row("a", 1));
    }

    private static List<ChildRecord> merge(@Nullable RegistryBucket merging, @Nullable RegistryBucket existing) {
        Object merged = new HigherEpochMergePolicy().merge(value(merging), value(existing));
        return (merged instanceof RegistryBucket bucket) ? bucket.rows() : List.of();
    }

    private static @Nullable MergingValue<Object> value(@Nullable RegistryBucket bucket) {
        return (bucket == null) ? null : new Value(bucket);
    }

    private static RegistryBucket bucket(ChildRecord... rows) {
        SortedMap<ChildKey, @Nullable ChildRecord> changes = new TreeMap<>();
        Arrays.stream(rows).forEach((row) -> changes.put(row.key(), row));
        return new RegistryBucket().with(changes);
    }

    private static ChildRecord row(String key, long epoch) {
        return new ChildRecord(ChildSpec.of(key, "type", null), epoch, 1, List.of(), 1, 0);
    }

    private record Value(RegistryBucket bucket) implements MergingValue<Object> {

        @Override
        public Object getRawValue() {
            return this.bucket;
        }

        @Override
        public Object getDeserializedValue() {
            return this.bucket;
        }

    }

}
