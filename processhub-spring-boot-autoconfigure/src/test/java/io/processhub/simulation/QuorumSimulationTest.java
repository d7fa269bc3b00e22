package io.processhub.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.processhub.PartitionToleranceStrategy;
import io.processhub.partition.DynamicQuorum;
import io.processhub.partition.MajorityQuorum;
import io.processhub.partition.StaticQuorum;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongToIntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lives of a cluster under quorum strategies. {@code -Dprocesshub.quorum-seeds=20000}
 * plays more.
 */
class QuorumSimulationTest {

    private static final long SEEDS = Long.getLong("processhub.quorum-seeds", 2000);

    private static void play(long seeds, LongToIntFunction life) {
        int answers = LongStream.range(0, seeds).parallel().mapToInt(life::applyAsInt).sum();
        assertThat(answers).as("calls that were answered").isPositive();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void noTwoAreEverActiveEpochsGrowAndNothingIsLost(PartitionToleranceStrategy tolerance) {
        play(SEEDS, (seed) -> Chaos.runForSafety(seed, tolerance));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void membersFightForChildren(PartitionToleranceStrategy tolerance) {
        play(SEEDS / 2, (seed) -> Chaos.fight(seed, tolerance));
    }

    static Stream<PartitionToleranceStrategy> strategies() {
        return Stream.of(new MajorityQuorum(1, true), new StaticQuorum(2, false),
                new DynamicQuorum(50, Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @MethodSource
    void aClusterGrowsToSevenAndShrinksToOne(PartitionToleranceStrategy tolerance) {
        play(SEEDS / 5, (seed) -> Chaos.growAndShrink(seed, tolerance));
    }

    static Stream<PartitionToleranceStrategy> aClusterGrowsToSevenAndShrinksToOne() {
        return Stream.of(new MajorityQuorum(1, true), new DynamicQuorum(50, Duration.ofSeconds(30)),
                new StaticQuorum(3, false), new MajorityQuorum(5, true));
    }

    @ParameterizedTest
    @MethodSource("mistakesInLives")
    void aMistakeInTheProtocolIsFound(Mutant mutant) throws ReflectiveOperationException {
        MutantLoader loader = new MutantLoader(mutant);
        long found = 0;
        while (found < SEEDS && !isFound(loader, found)) {
            found++;
        }
        System.out.println(mutant + " found by seed " + found);
        assertThat(loader.changed()).as("methods changed").isEqualTo(mutant.methods().size());
        assertThat(found).as("seed that finds %s", mutant).isLessThan(SEEDS);
    }

    /** All but those that take a {@link Story}, see {@link VotingStoriesTest}. */
    static Stream<Mutant> mistakesInLives() {
        return Arrays.stream(Mutant.values()).filter((mutant) -> mutant.story() == null);
    }

    private static boolean isFound(MutantLoader loader, long seed) throws ReflectiveOperationException {
        try {
            loader.run(seed);
            return false;
        }
        catch (InvocationTargetException ex) {
            return true;
        }
    }

}
