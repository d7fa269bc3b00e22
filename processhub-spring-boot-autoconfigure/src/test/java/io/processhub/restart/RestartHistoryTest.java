package io.processhub.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.processhub.RestartPolicy;
import io.processhub.RestartPolicy.Backoff;
import io.processhub.RestartPolicy.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RestartHistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration WINDOW = Duration.ofSeconds(4);

    private static final Backoff DOUBLING = new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0);

    private static final ExitReason BOOM = new ExitReason.Failed("java.io.IOException: boom");

    @ParameterizedTest(name = "a {0} child that has {1} -> {2}")
    @CsvSource({ "PERMANENT, failed, Restart", "PERMANENT, completed, Restart", "PERMANENT, stopped, Restart",
            "TRANSIENT, failed, Restart", "TRANSIENT, completed, Remove", "TRANSIENT, stopped, Restart",
            "TEMPORARY, failed, Remove", "TEMPORARY, completed, Remove", "TEMPORARY, stopped, Restart" })
    void theModeSaysWhichEndsCallForARestart(Mode mode, String end, String decision) {
        RestartHistory history = new RestartHistory(policy(10, DOUBLING).withMode(mode), 1);
        assertThat(history.onExit(reason(end), START, START).getClass().getSimpleName()).isEqualTo(decision);
    }

    @Test
    void delaysGrowByTheMultiplierUpToTheLongest() {
        assertThat(delays(new RestartHistory(policy(100, DOUBLING), 1), 6)).containsExactly(Duration.ofMillis(100),
                Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800), Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }

    @Test
    void aMultiplierOfOneKeepsTheDelay() {
        Backoff constant = new Backoff(Duration.ofMillis(300), 1, Duration.ofSeconds(5), 0);
        assertThat(delays(new RestartHistory(policy(100, constant), 1), 4)).containsOnly(Duration.ofMillis(300));
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0.01, 0.2, 0.5, 1 })
    void jitterMakesDelaysLongerOrShorterByAtMostItsShare(double jitter) {
        Backoff backoff = new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(1), jitter);
        for (int child = 0; child < 1000; child++) {
            RestartHistory history = new RestartHistory(policy(100, backoff), child);
            for (int attempt = 0; attempt < 8; attempt++) {
                double nominal = Math.min(100 * Math.pow(2, attempt), 1000);
                assertThat(history.delay(attempt).toNanos() / 1e6).isBetween(nominal * (1 - jitter),
                        nominal * (1 + jitter));
            }
        }
    }

    @Test
    void jitterSpreadsChildrenThatFailAtOnceOverItsWholeRange() {
        List<Long> delays = IntStream.range(0, 1000)
            .mapToObj((child) -> jittery("child-" + child).delay(0).toMillis())
            .toList();
        assertThat(delays).anyMatch((millis) -> millis < 85).anyMatch((millis) -> millis > 115);
        assertThat(delays.stream().mapToLong(Long::longValue).average().orElseThrow()).isBetween(98.0, 102.0);
        assertThat(jittery("a").delay(0)).isNotEqualTo(jittery("b").delay(0));
    }

    @Test
    void jitterDiffersFromAttemptToAttempt() {
        RestartHistory history = new RestartHistory(
                policy(100, new Backoff(Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 0.2)), 7);
        assertThat(IntStream.range(0, 20).mapToObj(history::delay).distinct()).hasSize(20);
    }

    @Test
    void theSameChildHasTheSameDelaysOnEveryMember() {
        assertThat(delays(jittery("a"), 10)).isEqualTo(delays(jittery("a"), 10));
    }

    @Test
    void delaysBeginAnewAfterAnIncarnationThatLivedForTheWindow() {
        RestartHistory history = new RestartHistory(policy(100, DOUBLING), 1);
        delays(history, 3);
        Instant later = START.plusSeconds(60);
        assertThat(history.onExit(BOOM, later.minus(WINDOW), later))
            .isEqualTo(new RestartDecision.Restart(Duration.ofMillis(100)));
        assertThat(history.onExit(BOOM, later, later)).isEqualTo(new RestartDecision.Restart(Duration.ofMillis(200)));
    }

    @Test
    void delaysGoOnGrowingAfterAnIncarnationThatLivedAlmostForTheWindow() {
        RestartHistory history = new RestartHistory(policy(100, DOUBLING), 1);
        delays(history, 3);
        Instant later = START.plusSeconds(60);
        assertThat(history.onExit(BOOM, later.minus(WINDOW).plusNanos(1), later))
            .isEqualTo(new RestartDecision.Restart(Duration.ofMillis(800)));
    }

    @Test
    void oneRestartTooManyParksTheChildWithItsLastError() {
        RestartHistory history = new RestartHistory(policy(3, Backoff.NONE), 1);
        assertThat(delays(history, 3)).containsOnly(Duration.ZERO);
        assertThat(history.onExit(BOOM, START, START))
            .isEqualTo(new RestartDecision.Park("parked after 3 restarts within PT4S: java.io.IOException: boom"));
    }

    @Test
    void aParkedChildThatReturnedSaysSo() {
        RestartHistory history = new RestartHistory(policy(0, Backoff.NONE), 1);
        assertThat(history.onExit(new ExitReason.Completed(), START, START))
            .isEqualTo(new RestartDecision.Park("parked after 0 restarts within PT4S: the child returned"));
    }

    @Test
    void withZeroRestartsAllowedTheFirstFailureParks() {
        RestartHistory history = new RestartHistory(policy(0, DOUBLING), 1);
        assertThat(history.onExit(BOOM, START.minusSeconds(3600), START)).isInstanceOf(RestartDecision.Park.class);
    }

    @Test
    void aChildThatIsNotToBeRestartedIsRemovedNotParked() {
        RestartHistory history = new RestartHistory(policy(0, DOUBLING).withMode(Mode.TEMPORARY), 1);
        assertThat(history.onExit(BOOM, START, START)).isEqualTo(new RestartDecision.Remove());
    }

    @Test
    void theWindowSlides() {
        RestartHistory history = new RestartHistory(policy(2, Backoff.NONE), 1);
        assertThat(exit(history, START)).isInstanceOf(RestartDecision.Restart.class);
        assertThat(exit(history, START.plusSeconds(3))).isInstanceOf(RestartDecision.Restart.class);
        assertThat(exit(history, START.plusSeconds(4))).as("the first has left the window")
            .isInstanceOf(RestartDecision.Restart.class);
        assertThat(exit(history, START.plusSeconds(5))).as("two are in the window")
            .isInstanceOf(RestartDecision.Park.class);
    }

    @Test
    void failuresThatAreSlowEnoughNeverPark() {
        RestartHistory history = new RestartHistory(policy(1, Backoff.NONE), 1);
        for (int i = 0; i < 1000; i++) {
            assertThat(exit(history, START.plus(WINDOW.multipliedBy(i)))).isInstanceOf(RestartDecision.Restart.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 64, 1_000, 1_000_000, Integer.MAX_VALUE })
    void hugeAttemptsDoNotOverflow(int attempt) {
        Backoff steep = new Backoff(Duration.ofMillis(1), 1000, Duration.ofSeconds(30), 0);
        assertThat(new RestartHistory(policy(100, steep), 1).delay(attempt)).isEqualTo(Duration.ofSeconds(30));
        Backoff jittery = new Backoff(Duration.ofMillis(1), 1000, Duration.ofDays(365), 1);
        assertThat(new RestartHistory(policy(100, jittery), 1).delay(attempt)).isBetween(Duration.ZERO,
                Duration.ofDays(730));
        assertThat(new RestartHistory(policy(100, new Backoff(Duration.ZERO, 2, Duration.ofSeconds(1), 0)), 1)
            .delay(attempt)).isEqualTo(Duration.ZERO);
    }

    private static ExitReason reason(String end) {
        return switch (end) {
            case "failed" -> BOOM;
            case "completed" -> new ExitReason.Completed();
            case "stopped" -> new ExitReason.Stopped();
            default -> throw new IllegalArgumentException(end);
        };
    }

    private static RestartPolicy policy(int maxRestarts, Backoff backoff) {
        return new RestartPolicy(Mode.PERMANENT, maxRestarts, WINDOW, backoff);
    }

    private static RestartHistory jittery(String child) {
        return new RestartHistory(policy(100, Backoff.DEFAULT), child.hashCode());
    }

    private static RestartDecision exit(RestartHistory history, Instant now) {
        return history.onExit(BOOM, now, now);
    }

    private static List<Duration> delays(RestartHistory history, int count) {
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (exit(history, START) instanceof RestartDecision.Restart restart) {
                delays.add(restart.delay());
            }
        }
        return delays;
    }

}
