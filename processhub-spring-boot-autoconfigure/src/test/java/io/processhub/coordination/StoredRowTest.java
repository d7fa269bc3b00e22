package io.processhub.coordination;

import java.util.List;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.spec;
import static org.assertj.core.api.Assertions.assertThat;

class StoredRowTest {

    private static ChildRecord row(long epoch, long version, long startId, long removedAt) {
        Claim claim = new Claim(A.id(), epoch, Role.ACTIVE, Claim.State.RUNNING, 1, null);
        return new ChildRecord(spec(0), epoch, version, List.of(claim), startId, removedAt);
    }

    @ParameterizedTest(name = "epoch {0}, start {1}, removed at {2}: {3}")
    @CsvSource({ "2048, 7, 0, false", "3071, 7, 0, false", "3072, 7, 0, true", "2047, 7, 0, true", "2048, 8, 0, true",
            "2048, 7, 99, true" })
    void theStoreHearsOfStartsStopsAndEpochsOfAnotherBlock(long epoch, long startId, long removedAt, boolean differs) {
        assertThat(StoredRow.differs(row(2048, 1, 7, 0), row(epoch, 2, startId, removedAt))).isEqualTo(differs);
    }

    @Test
    void theStoreHearsOfANewChild() {
        assertThat(StoredRow.differs(null, row(2048, 1, 7, 0))).isTrue();
    }

    /** Whatever was granted since the row was stored, the next life begins above it. */
    @ParameterizedTest
    @CsvSource({ "2048", "2049", "3071", "0", "4503599627370496" })
    void anotherLifeBeginsAboveEveryEpochThatNeededNoStore(long stored) {
        long granted = stored;
        while (!StoredRow.differs(row(stored, 1, 7, 0), row(granted + 1, 2, 7, 0))) {
            granted++;
        }
        ChildRecord recovered = StoredRow.recovered(spec(0), stored, 1, 7, 0);
        assertThat(StoredRow.nextEpoch(recovered, 0)).isGreaterThan(granted);
        assertThat(StoredRow.nextEpoch(recovered, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(StoredRow.nextEpoch(row(stored, 1, 7, 0), Long.MAX_VALUE)).isEqualTo(stored + 1);
    }

    @Test
    void aRowThatComesBackIsOlderThanAnyOfItsEpochUnlessTheChildWasStopped() {
        ChildRecord recovered = StoredRow.recovered(spec(0), 2048, 5, 7, 0);
        assertThat(recovered.claims()).isEmpty();
        assertThat(StoredRow.isRecovered(recovered)).isTrue();
        assertThat(row(2048, 0, 7, 0).isNewerThan(recovered)).isTrue();
        ChildRecord stopped = StoredRow.recovered(spec(0), 2048, 5, 7, 99);
        assertThat(StoredRow.isRecovered(stopped)).isFalse();
        assertThat(stopped.isNewerThan(row(2048, 4, 7, 0))).isTrue();
    }

}
