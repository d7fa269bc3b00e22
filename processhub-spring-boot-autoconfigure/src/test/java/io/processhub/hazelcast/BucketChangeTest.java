package io.processhub.hazelcast;

import java.util.List;

import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BucketChangeTest {

    private static ChildRecord row(String key, long version, long startId) {
        return new ChildRecord(ChildSpec.of(key, "idle", null), 1, version, List.of(), startId, 0);
    }

    @Test
    void betweenTwoBucketsLiesWhatIsNewWhatMattersAndWhatHasGone() {
        RegistryBucket before = RegistryBucket.stored(List.of(row("d", 1, 1), row("a", 1, 1), row("b", 1, 1)));
        RegistryBucket after = RegistryBucket.stored(List.of(row("a", 2, 1), row("b", 2, 2), row("c", 1, 1)));
        BucketChange change = BucketChange.between(before, after);
        assertThat(change.written()).containsExactly(row("b", 2, 2), row("c", 1, 1));
        assertThat(change.forgotten()).containsExactly(row("d", 1, 1));
        assertThat(BucketChange.between(after, after).isEmpty()).isTrue();
    }

    @Test
    void rowsOfTheStoreAreSorted() {
        assertThat(RegistryBucket.stored(List.of(row("b", 1, 1), row("a", 1, 1))).rows())
            .containsExactly(row("a", 1, 1), row("b", 1, 1));
    }

}
