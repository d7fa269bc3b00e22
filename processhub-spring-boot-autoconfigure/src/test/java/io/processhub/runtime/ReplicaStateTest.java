package io.processhub.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MigrationStrategy;
import io.processhub.migration.ColdSwap;
import io.processhub.migration.HotSwap;
import io.processhub.partition.Divergence;
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
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Children with a replica on each of three real members, of which the active one counts.
 * Its member leaves, and one that stood by counts on: without a loss, without a repeat.
 */
class ReplicaStateTest {

    private static final int CHILDREN = 300;

    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @MethodSource
    void replicasThatBecomeActiveCountOnWhenTheActiveOnesAreDrained(MigrationStrategy migration, boolean keeps)
            throws Exception {
        Replication standby = new Replication(new Factor(3), Model.ACTIVE_PASSIVE, Signal.NONE);
        StandbyPulse.Ward ward = new StandbyPulse.Ward(Duration.ofMillis(100), keeps);
        try (TestHubs hubs = new TestHubs(standby, new Divergence(), migration)) {
            start(hubs, ward);
            TestMember leaving = hubs.members().getLast();
            Map<ChildKey, Claim> bereft = active(leaving);
            bereft.values().removeIf((claim) -> !claim.member().equals(leaving.id()));
            assertThat(bereft).hasSizeGreaterThan(CHILDREN / 10);
            hubs.leave(leaving);
            awaitAllCountOn(ward);
            Map<ChildKey, Claim> now = active(hubs.members().getFirst());
            assertThat(bereft).allSatisfy((key, claim) -> assertThat(now.get(key)).as("active replica of %s", key)
                .satisfies((active) -> assertThat(active.epoch()).isGreaterThan(claim.epoch()))
                .satisfies((active) -> assertThat(active.member()).isNotEqualTo(claim.member())));
            assertThat(ward.witness().faults()).isEmpty();
            // whoever became active stood by before
            assertThat(hubs.members()).allSatisfy((member) -> assertThat(member.workers.built()).isEqualTo(CHILDREN));
        }
    }

    static Stream<Arguments> replicasThatBecomeActiveCountOnWhenTheActiveOnesAreDrained() {
        return Stream.of(arguments(named("handed over", new HotSwap(true)), false),
                arguments(named("kept as checkpoints", new ColdSwap()), true));
    }

    private static void start(TestHubs hubs, StandbyPulse.Ward ward) throws Exception {
        for (int i = 0; i < 3; i++) {
            hubs.join(ward::workers);
        }
        List<ChildSpec> specs = IntStream.range(0, CHILDREN)
            .mapToObj((i) -> ChildSpec.of("p" + i, "pulse", null))
            .toList();
        hubs.members().getFirst().template.startAll(specs).get(60, TimeUnit.SECONDS).orThrow();
        for (TestMember member : hubs.members()) {
            await().atMost(LONG)
                .until(() -> member.workers.running().size() == CHILDREN && active(member).size() == CHILDREN);
        }
        awaitAllCountOn(ward);
    }

    /** Waits until every child has counted on, by several numbers. */
    private static void awaitAllCountOn(StandbyPulse.Ward ward) {
        Map<ChildKey, Long> before = Map.copyOf(ward.counts());
        await().atMost(LONG)
            .untilAsserted(() -> assertThat(ward.counts()).hasSize(CHILDREN)
                .allSatisfy((key, count) -> assertThat(count).isGreaterThan(before.getOrDefault(key, 0L) + 5)));
    }

    /** Who is active, as a member sees it. */
    private static Map<ChildKey, Claim> active(TestMember member) {
        Map<ChildKey, Claim> active = new HashMap<>();
        member.template.children().forEach((row) -> row.active().ifPresent((claim) -> active.put(row.key(), claim)));
        return active;
    }

}
