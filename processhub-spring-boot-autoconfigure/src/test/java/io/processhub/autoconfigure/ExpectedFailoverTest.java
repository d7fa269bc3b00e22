package io.processhub.autoconfigure;

import java.time.Duration;

import io.processhub.hazelcast.HazelcastHeartbeat;
import io.processhub.partition.Divergence;
import io.processhub.partition.MajorityQuorum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExpectedFailoverTest {

    @Test
    void withoutQuorumNobodyWaitsForALease() {
        assertThat(ExpectedFailover.of(TestSettings.of(new Divergence(), Duration.ofMinutes(1), false), heartbeat())
            .text())
            .isEqualTo("a killed member's children run again after about 0.5 s, a cut-off member's after about 6 s");
    }

    @ParameterizedTest(name = "lease {0}, trust {1} → {2}")
    @CsvSource({ "PT1S, false, 1.1 s", "PT1S, true, 0.5 s", "PT0.2S, false, 0.5 s", "PT2S, false, 2.1 s" })
    void withQuorumTheLeaseOfAKilledMemberHasToEndUnlessConnectionsAreTrusted(Duration lease, boolean trust,
            String killed) {
        assertThat(ExpectedFailover.of(TestSettings.of(new MajorityQuorum(1, true), lease, trust), heartbeat()).text())
            .isEqualTo("a killed member's children run again after about " + killed
                    + ", a cut-off member's after about 6 s (11 s if the eldest member is cut off too)");
    }

    private static HazelcastHeartbeat heartbeat() {
        return TestSettings.heartbeat(1, 5);
    }

}
