package io.processhub.simulation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongToIntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.processhub.PartitionToleranceStrategy;
import io.processhub.RedundancyStrategy;
import io.processhub.partition.Divergence;
import io.processhub.partition.DynamicQuorum;
import io.processhub.partition.MajorityQuorum;
import io.processhub.partition.StaticQuorum;
import io.processhub.redundancy.Replication;
import io.processhub.redundancy.Replication.Factor;
import io.processhub.redundancy.Replication.Model;
import io.processhub.redundancy.Replication.Signal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Lives of a cluster whose children have replicas: never more than they may have, never
 * two active ones where one does the work, and in the end as many as there should be, on
 * their owners, one of them active. {@code -Dprocesshub.replication-seeds=20000} plays
 * more, {@code -Dprocesshub.seed=42} replays one.
 */
class ReplicationSimulationTest {

    private static final long SEEDS = Long.getLong("processhub.replication-seeds", 60);

    private static void play(long seeds, LongToIntFunction life) {
        int answers = Optional.ofNullable(Long.getLong("processhub.seed"))
            .map(LongStream::of)
            .orElse(LongStream.range(0, seeds))
            .parallel()
            .mapToInt(life::applyAsInt)
            .sum();
        assertThat(answers).as("calls that were answered").isPositive();
    }

    @ParameterizedTest
    @MethodSource
    void asManyReplicasRunAsThereShouldBeAndOneIsActive(PartitionToleranceStrategy tolerance,
            RedundancyStrategy strategy) {
        play(SEEDS, (seed) -> Chaos.replicating(seed, null, tolerance, strategy));
    }

    static Stream<Arguments> asManyReplicasRunAsThereShouldBeAndOneIsActive() {
        return tolerances().flatMap((tolerance) -> Stream.of(Model.values())
            .flatMap((model) -> Stream.of(new Factor(2), new Factor(3), Factor.CLUSTER_SIZE)
                .map((factor) -> arguments(tolerance, new Replication(factor, model, Signal.NONE)))));
    }

    private static Stream<PartitionToleranceStrategy> tolerances() {
        return Stream.of(new Divergence(), new MajorityQuorum(1, true));
    }

    @ParameterizedTest
    @MethodSource("tolerances")
    void whoBecomesActiveGoesOnFromTheNewestStateThatWasKept(PartitionToleranceStrategy tolerance) {
        long promotions = LongStream.range(0, SEEDS).parallel().map((seed) -> Chaos.promotions(seed, tolerance)).sum();
        assertThat(promotions).as("replicas that went on from what another one had kept").isGreaterThan(SEEDS);
    }

    @ParameterizedTest
    @MethodSource("quorums")
    void membersFightForTheActiveRole(PartitionToleranceStrategy tolerance) {
        play(2 * SEEDS, (seed) -> Chaos.fightForRoles(seed, tolerance));
    }

    static Stream<PartitionToleranceStrategy> quorums() {
        return Stream.of(new MajorityQuorum(1, true), new StaticQuorum(2, false),
                new DynamicQuorum(50, Duration.ofSeconds(30)));
    }

}
