package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.processhub.Claim;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.Role;
import io.processhub.partition.Divergence;
import io.processhub.partition.MajorityQuorum;
import io.processhub.redundancy.Replication;
import io.processhub.redundancy.Replication.Factor;
import io.processhub.redundancy.Replication.Model;
import io.processhub.redundancy.Replication.Signal;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Real members that are killed, come back, join and leave, while every replica records
 * when it is active. {@code -Dprocesshub.churn-seconds=120} lets it go on for longer,
 * {@code -Dprocesshub.seed=42} chooses what happens.
 */
class ReplicaChurnTest {

    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("processhub.churn-seconds", 15));

    private static final int FEWEST = 4;

    private static final int MOST = 5;

    private final Random random = new Random(Long.getLong("processhub.seed", 1));

    @ParameterizedTest
    @MethodSource
    void neverAreTwoActiveAndOneIsWhenAllIsQuiet(Factor factor, int children, PartitionToleranceStrategy tolerance)
            throws Exception {
        Replication standby = new Replication(factor, Model.ACTIVE_PASSIVE, Signal.ALL);
        try (ReplicaHubs hubs = new ReplicaHubs(standby, tolerance)) {
            hubs.join(MOST);
            await().atMost(Duration.ofSeconds(30))
                .until(() -> hubs.members().stream().allMatch((member) -> member.hub.quorum().held()));
            hubs.start(children);
            churn(hubs);
            hubs.awaitOnOwners(children);
            int copies = Math.min(standby.copies(hubs.members().size()), hubs.members().size());
            await().untilAsserted(() -> assertOneActive(hubs, children, copies));
            System.out.println(standby + " " + tolerance + ": " + hubs.record());
            assertThat(hubs.record().violations()).isEmpty();
        }
    }

    static Stream<Arguments> neverAreTwoActiveAndOneIsWhenAllIsQuiet() {
        return Stream.of(arguments(new Factor(2), 1000, new Divergence()),
                arguments(new Factor(2), 1000, new MajorityQuorum(MOST, true)),
                arguments(new Factor(3), 300, new Divergence()), arguments(Factor.CLUSTER_SIZE, 300, new Divergence()));
    }

    private void churn(ReplicaHubs hubs) throws InterruptedException {
        long end = System.nanoTime() + LENGTH.toNanos();
        while (System.nanoTime() < end) {
            long changes = hubs.record().changes() + this.random.nextInt(100);
            act(hubs);
            // the next one comes while this one is not settled
            long patience = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            await().pollInterval(Duration.ofMillis(10))
                .until(() -> hubs.record().changes() >= changes || System.nanoTime() > patience);
        }
    }

    private void act(ReplicaHubs hubs) throws InterruptedException {
        List<TestMember> members = hubs.members();
        TestMember any = members.get(this.random.nextInt(members.size()));
        if (members.size() <= FEWEST) {
            hubs.join(MOST - members.size());
        }
        else if (this.random.nextInt(3) == 0) {
            hubs.leave(any);
        }
        else {
            hubs.awaitBackups();
            hubs.kill(any);
        }
    }

    private static void assertOneActive(ReplicaHubs hubs, int children, int copies) {
        assertThat(hubs.record().roles()).hasSize(children).allSatisfy((key, roles) -> {
            assertThat(roles).hasSize(copies).containsOnlyOnce(Role.ACTIVE);
            List<Claim> active = hubs.members()
                .stream()
                .map((member) -> member.template.activeReplica(key.value()).orElseThrow())
                .distinct()
                .toList();
            assertThat(active).as("active replica of %s, as members see it", key).hasSize(1);
        });
    }

}
