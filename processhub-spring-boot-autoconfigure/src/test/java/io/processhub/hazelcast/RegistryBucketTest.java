package io.processhub.hazelcast;

import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryBucketTest {

    private static ChildRecord row(String key, long version) {
        return new ChildRecord(ChildSpec.of(key, "idle", Json.NULL), 1, version, List.of(), 1, 0);
    }

    private static RegistryBucket with(RegistryBucket bucket, String key, @Nullable ChildRecord row) {
        SortedMap<ChildKey, @Nullable ChildRecord> changes = new TreeMap<>();
        changes.put(ChildKey.of(key), row);
        return bucket.with(changes);
    }

    @Test
    void whatWasReadBeforeAChangeStaysAsItWas() {
        RegistryBucket before = with(new RegistryBucket(), "b", row("b", 1));
        RegistryBucket after = with(with(before, "b", row("b", 2)), "a", row("a", 1));
        assertThat(before.rows()).containsExactly(row("b", 1));
        assertThat(after.rows()).containsExactly(row("a", 1), row("b", 2));
        assertThat(with(after, "a", null).rows()).containsExactly(row("b", 2));
        assertThat(with(with(after, "a", null), "b", null).rows()).isEmpty();
    }

    @Test
    void whatIsTakenAwayThoughItIsNotThereChangesNothing() {
        RegistryBucket bucket = with(new RegistryBucket(), "b", row("b", 1));
        for (String absent : List.of("a", "c")) {
            assertThat(with(bucket, absent, null).rows()).containsExactly(row("b", 1));
        }
    }

    @Test
    void afterManyChangesItHoldsWhatASortedMapWould() {
        Random random = new Random(1);
        SortedMap<ChildKey, ChildRecord> expected = new TreeMap<>();
        RegistryBucket bucket = new RegistryBucket();
        for (int round = 1; round <= 500; round++) {
            SortedMap<ChildKey, @Nullable ChildRecord> changes = new TreeMap<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                String key = "c" + random.nextInt(100);
                changes.put(ChildKey.of(key), random.nextInt(3) == 0 ? null : row(key, round));
            }
            bucket = bucket.with(changes);
            changes.forEach((key, row) -> expected.compute(key, (_, old) -> row));
            assertThat(bucket.rows()).containsExactlyElementsOf(expected.values());
            for (int i = 0; i < 100; i++) {
                ChildKey key = ChildKey.of("c" + i);
                assertThat(bucket.row(key)).isEqualTo(expected.get(key));
            }
        }
    }

}
