package io.processhub.simulation;

import java.util.Optional;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of lives of a cluster. {@code -Dprocesshub.seed=42} replays one,
 * {@code -Dprocesshub.seeds=100000} plays more.
 */
class SimulationTest {

    private static final long SEEDS = Long.getLong("processhub.seeds", 6000);

    @Test
    void everyChildRunsOnceAfterOverlappingFaults() {
        long answers = Optional.ofNullable(Long.getLong("processhub.seed"))
            .map(LongStream::of)
            .orElse(LongStream.range(0, SEEDS))
            .map((seed) -> Chaos.run(seed, null))
            .sum();
        assertThat(answers).as("calls that were answered").isPositive();
    }

    @Test
    void whatMovesGoesOnFromTheStateThatWasHandedOver() {
        long continuations = LongStream.range(0, SEEDS / 6).map(Chaos::handover).sum();
        assertThat(continuations).as("children that went on elsewhere").isGreaterThan(SEEDS / 6);
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void aPlantedBugIsFoundWithin200Seeds(Bug bug) {
        Optional<Long> found = LongStream.range(0, 200).boxed().filter((seed) -> isFound(seed, bug)).findFirst();
        System.out.println(bug + " found by seed " + found);
        assertThat(found).as("seed that finds %s", bug).isPresent();
    }

    private static boolean isFound(long seed, Bug bug) {
        try {
            Chaos.run(seed, bug);
            return false;
        }
        catch (AssertionError ex) {
            return true;
        }
    }

}
