package io.processhub.simulation;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.processhub.PartitionToleranceStrategy;
import io.processhub.SynchronizationStrategy;
import io.processhub.partition.Divergence;
import io.processhub.partition.MajorityQuorum;
import io.processhub.synchronization.Gossip;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Lives of a cluster whose news spread by gossip, to so few members in a round that they
 * must be passed on. {@code -Dprocesshub.gossip-seeds=20000} plays more.
 */
class GossipSimulationTest {

    private static final long SEEDS = Long.getLong("processhub.gossip-seeds", 100);

    @ParameterizedTest
    @MethodSource
    void everythingHoldsThatHoldsWhenNewsGoToAll(PartitionToleranceStrategy tolerance, SynchronizationStrategy gossip) {
        int answers = LongStream.range(0, SEEDS)
            .parallel()
            .mapToInt((seed) -> Chaos.spreading(seed, tolerance, gossip))
            .sum();
        assertThat(answers).as("calls that were answered").isPositive();
    }

    static Stream<Arguments> everythingHoldsThatHoldsWhenNewsGoToAll() {
        return Stream.of(arguments(new Divergence(), gossip(1, false)), arguments(new Divergence(), gossip(1, true)),
                arguments(new Divergence(), gossip(2, false)),
                arguments(new MajorityQuorum(1, true), gossip(1, false)));
    }

    private static Gossip gossip(int recipients, boolean restrictedInit) {
        return new Gossip(recipients, restrictedInit, Gossip.DEFAULT_INTERVAL, Duration.ofSeconds(5));
    }

}
