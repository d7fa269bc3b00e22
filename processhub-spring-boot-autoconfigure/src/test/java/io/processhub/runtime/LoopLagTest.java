package io.processhub.runtime;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopLagTest {

    private final LoopLag lag = new LoopLag(seconds(0));

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private void round(long begin, long end) {
        this.lag.begin(seconds(begin));
        this.lag.end(seconds(end));
    }

    private Duration longest(long now) {
        return this.lag.longest(seconds(now));
    }

    @Test
    void theLongestRoundCountsAndNotTheLast() {
        assertThat(longest(1)).isZero();
        round(1, 4);
        round(5, 6);
        assertThat(longest(7)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aRoundThatGoesOnCountsAlready() {
        this.lag.begin(seconds(1));
        assertThat(longest(9)).isEqualTo(Duration.ofSeconds(8));
        this.lag.end(seconds(10));
        assertThat(longest(11)).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aLongRoundIsRememberedForHalfAMinuteAtLeastAndAMinuteAtMost() {
        round(25, 29);
        assertThat(longest(31)).isEqualTo(Duration.ofSeconds(4));
        round(40, 41);
        assertThat(longest(59)).isEqualTo(Duration.ofSeconds(4));
        assertThat(longest(62)).isEqualTo(Duration.ofSeconds(1));
        assertThat(longest(300)).isZero();
    }

}
