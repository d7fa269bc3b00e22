package io.processhub.sample;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.processhub.sample.UptimeMonitor.History;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What monitors take along, and what they make of two of it. */
class HistoryTest {

    private static CallResult at(int second) {
        return new CallResult(Instant.ofEpochSecond(second), 200, 1, null);
    }

    @Test
    void ofTwoHistoriesWithACommonPastEachResultIsKeptOnce() {
        History mine = new History(List.of(at(5), at(2), at(1)));
        History theirs = new History(List.of(at(4), at(3), at(2), at(1)));
        assertThat(mine.with(theirs).results()).containsExactly(at(5), at(4), at(3), at(2), at(1));
    }

    @Test
    void onlyTheNewestAreKept() {
        History mine = new History(
                IntStream.rangeClosed(1, 100).map((i) -> 101 - i).mapToObj(HistoryTest::at).toList());
        assertThat(mine.with(new History(List.of(at(200), at(150)))).results()).hasSize(RecentCalls.CAPACITY)
            .startsWith(at(200), at(150), at(100))
            .endsWith(at(3));
    }

    @Test
    void aMonitorGoesOnFromWhatItIsGiven() {
        RecentCalls recent = new RecentCalls();
        recent.add(at(1));
        recent.replace(List.of(at(9), at(8)));
        recent.add(at(10));
        assertThat(recent.list()).containsExactly(at(10), at(9), at(8));
    }

}
