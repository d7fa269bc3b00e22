package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecoveryPaceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RecoveryPace pace = new RecoveryPace(new RecoverySettings(Duration.ofSeconds(3), 500));

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    private int taken(RecoveryPace pace, long millis) {
        int taken = 0;
        while (pace.take(at(millis))) {
            taken++;
        }
        return taken;
    }

    @Test
    void nothingIsTakenBeforeTheClusterHasSettled() {
        assertThat(this.pace.take(START)).as("nobody met").isFalse();
        this.pace.meet(1, START);
        assertThat(taken(this.pace, 2999)).isZero();
        assertThat(this.pace.next(START)).isEqualTo(at(3000));
        assertThat(taken(this.pace, 3000)).isEqualTo(50);
    }

    @Test
    void aMemberThatComesWhileTheClusterSettlesIsWaitedForAtMostFourTimesAsLong() {
        this.pace.meet(1, START);
        this.pace.meet(2, at(2000));
        assertThat(this.pace.next(at(2000))).isEqualTo(at(5000));
        this.pace.meet(1, at(3000));
        assertThat(this.pace.next(at(3000))).as("one that goes").isEqualTo(at(5000));
        for (int second = 3; second < 12; second++) {
            this.pace.meet(second, at(second * 1000));
        }
        assertThat(taken(this.pace, 11_999)).isZero();
        assertThat(taken(this.pace, 12_000)).isPositive();
    }

    @Test
    void aMemberThatComesLaterIsNotWaitedFor() {
        this.pace.meet(1, START);
        this.pace.meet(2, at(3001));
        assertThat(taken(this.pace, 3001)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 3, 10, 500, 7777, 1_000_000 })
    void inAnySecondNoMoreAreTakenThanTheRateAllowsAndOneTenthMore(int rate) {
        RecoveryPace limited = new RecoveryPace(new RecoverySettings(Duration.ZERO, rate));
        limited.meet(1, START);
        int taken = 0;
        for (long millis = 0; millis < 10_000; millis += 20) {
            taken += taken(limited, millis);
        }
        assertThat(taken).isBetween(rate * 10 - Math.max(1, rate / 10), rate * 10 + Math.max(1, rate / 10));
    }

    @Test
    void whatWasNotMadeUseOfIsLost() {
        this.pace.meet(1, START);
        assertThat(taken(this.pace, 3000)).isEqualTo(50);
        assertThat(taken(this.pace, 60_000)).isEqualTo(50);
    }

}
