package io.processhub.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import io.processhub.sample.Verdict.Span;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Records with one planted fault each: a verdict that finds nothing proves nothing. */
class VerdictTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final List<Target.Call> calls = new ArrayList<>();

    @Test
    void oneMemberAfterTheOtherIsFineAndSeenAsAStart() {
        called("A", 1, 0, 1000);
        called("B", 2, 1100, 2000);
        Verdict verdict = verdict();
        assertThat(verdict.starts()).singleElement().asString().contains("member=B, epoch=2");
        assertThat(verdict).isEqualTo(new Verdict(List.of(), 0, 0, Set.of(), verdict.starts()));
    }

    @Test
    void olderRightFoundValidAfterACallByANewerOneIsAnOverlap() {
        called("A", 1, 0, 1000);
        called("B", 2, 800, 2000);
        assertThat(verdict().overlaps()).hasSize(2);
        assertThat(verdict().overlapping()).containsExactly("site");
    }

    @Test
    void olderRightOfTheSameMemberIsAnOverlapToo() {
        called("A", 1, 0, 1000);
        called("A", 2, 800, 2000);
        assertThat(verdict().overlaps()).hasSize(2);
    }

    @Test
    void twoMembersWithTheSameEpochAreAnOverlap() {
        called("A", 1, 0, 1000);
        called("B", 1, 1100, 2000);
        assertThat(verdict().overlaps()).hasSize(10);
    }

    @Test
    void callThatWasInFlightIsNoOverlapButItsLatenessIsTold() {
        called("A", 1, 0, 1000);
        called("B", 2, 1100, 2000);
        call("A", 1, 1050, 1180);
        assertThat(verdict().overlaps()).isEmpty();
        assertThat(verdict().late()).isEqualTo(80 - 1);
    }

    @Test
    void gapIsToldWithoutTheIntervalWhereverItIs() {
        called("A", 1, 0, 700);
        called("A", 1, 1600, 2000);
        assertThat(verdict().gap()).isEqualTo(800);
        assertThat(verdict(500, 1500).gap()).isEqualTo(699);
    }

    @Test
    void monitorThatNobodyCallsForTheLastFewIntervalsIsLost() {
        called("A", 1, 0, 1400);
        assertThat(verdict().lost()).containsExactly("site");
        assertThat(verdict().gap()).isEqualTo(500);
        assertThat(verdict(0, 1500).lost()).isEmpty();
    }

    @Test
    void monitorThatWasNeverCalledIsLost() {
        assertThat(verdict().lost()).containsExactly("site");
    }

    @Test
    void restartOnTheSameMemberIsAStart() {
        called("A", 1, 0, 1000);
        this.calls.add(new Target.Call("site", "A", 1, 2, millis(1100), millis(1101)));
        assertThat(verdict().starts()).hasSize(1);
    }

    @Test
    void whatHappenedBeforeTheTimeSpanIsNotToldAgainButTheRightAtItsBeginningCounts() {
        called("A", 1, 0, 900);
        called("B", 2, 450, 1000);
        called("A", 1, 1100, 2000);
        assertThat(verdict().overlaps()).hasSize(15);
        assertThat(verdict(1050, 2001).overlaps()).hasSize(10);
    }

    /** Calls every 100 ms, each 1 ms in flight. */
    private void called(String member, long epoch, long from, long to) {
        LongStream.iterate(from, (at) -> at <= to, (at) -> at + 100).forEach((at) -> call(member, epoch, at, at + 1));
    }

    private void call(String member, long epoch, long asked, long arrived) {
        this.calls.add(new Target.Call("site", member, epoch, 1, millis(asked), millis(arrived)));
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private Verdict verdict() {
        return verdict(1, 2001);
    }

    private Verdict verdict(long begin, long end) {
        return Verdict.of(Calls.of(this.calls.stream()), Set.of("site"), INTERVAL,
                new Span(millis(begin), millis(end)));
    }

}
