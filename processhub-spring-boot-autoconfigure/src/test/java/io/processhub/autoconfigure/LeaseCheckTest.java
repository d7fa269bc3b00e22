package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.processhub.PartitionToleranceStrategy;
import io.processhub.hazelcast.HazelcastHeartbeat;
import io.processhub.partition.Divergence;
import io.processhub.partition.DynamicQuorum;
import io.processhub.partition.StaticQuorum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeaseCheckTest {

    private static final PartitionToleranceStrategy QUORUM = new StaticQuorum(2, false);

    @ParameterizedTest(name = "lease {0}, heartbeat every {1} s, timeout {2} s")
    @CsvSource({ "PT1S, 1, 5", "PT2.5S, 1, 5", "PT0.2S, 1, 3", "PT1M, 5, 120", "PT1S, 5, 60" })
    void timesThatFitTogetherAreFine(Duration lease, int interval, int timeout) {
        assertThat(conflicts(QUORUM, lease, interval, timeout)).isEmpty();
    }

    @Test
    void aLeaseThatIsLongerThanHalfOfTheTimeoutIsNamedWithWhatWouldDo() {
        assertThat(conflicts(QUORUM, Duration.ofMillis(2600), 1, 5)).containsExactly(
                "processhub.cluster.heartbeat-timeout is 5s, less than twice processhub.lease-duration, 2s600ms: the"
                        + " others could be told that a member is gone which still runs its children. Set"
                        + " processhub.cluster.heartbeat-timeout to 6s or more, or processhub.lease-duration to"
                        + " 2s500ms or less.");
    }

    @Test
    void anIntervalThatIsHalfOfTheTimeoutIsNamedWithWhatWouldDo() {
        assertThat(conflicts(QUORUM, Duration.ofSeconds(1), 2, 4)).containsExactly(
                "processhub.cluster.heartbeat-timeout is 4s, not more than twice processhub.cluster.heartbeat-interval,"
                        + " 2s: one heartbeat that comes late would remove a member. Set"
                        + " processhub.cluster.heartbeat-timeout to more than 4s, or"
                        + " processhub.cluster.heartbeat-interval to less than 2s.");
    }

    @Test
    void aThresholdThatEndsBeforeAllLossesAreNoticedIsNamedWithWhatWouldDo() {
        assertThat(conflicts(new DynamicQuorum(60, Duration.ofSeconds(10)), Duration.ofSeconds(1), 1, 5))
            .singleElement()
            .asString()
            .startsWith("processhub.partition-tolerance.dynamic-quorum.threshold-time is 10s, and"
                    + " processhub.cluster.heartbeat-timeout is 5s")
            .endsWith("Set processhub.partition-tolerance.dynamic-quorum.threshold-time to more than 10s.");
        assertThat(conflicts(new DynamicQuorum(60, Duration.ofSeconds(11)), Duration.ofSeconds(1), 1, 5)).isEmpty();
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        HazelcastHeartbeat heartbeat = TestSettings.heartbeat(5, 10);
        LeaseCheck check = LeaseCheck.ofApplications(
                TestSettings.of(new DynamicQuorum(60, Duration.ofSeconds(10)), Duration.ofMinutes(1), false),
                heartbeat);
        assertThat(check.conflicts()).hasSize(3)
            .allMatch((text) -> text.contains("hazelcast.max.no.heartbeat.seconds is 10s"))
            .anyMatch((text) -> text.contains("hazelcast.heartbeat.interval.seconds, 5s"));
        assertThatExceptionOfType(UnsafeTimesException.class).isThrownBy(check::require)
            .satisfies((ex) -> assertThat(ex.conflicts()).isEqualTo(check.conflicts()));
    }

    @Test
    void withoutQuorumThereIsNoLeaseToFit() {
        assertThat(conflicts(new Divergence(), Duration.ofMinutes(1), 4, 5)).isEmpty();
    }

    private static List<String> conflicts(PartitionToleranceStrategy strategy, Duration lease, int interval,
            int timeout) {
        return LeaseCheck.ofOwn(TestSettings.of(strategy, lease, false), TestSettings.heartbeat(interval, timeout))
            .conflicts();
    }

}
