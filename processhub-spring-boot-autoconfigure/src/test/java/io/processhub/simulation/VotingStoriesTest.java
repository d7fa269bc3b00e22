package io.processhub.simulation;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.coordination.Message;
import io.processhub.partition.DynamicQuorum;
import io.processhub.partition.MajorityQuorum;
import io.processhub.partition.StaticQuorum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of a few members, each told of the right protocol, of which it must be
 * harmless, and of one with a mistake, which it must show.
 * {@code -Dprocesshub.story-seeds=1000} tells each more often.
 */
class VotingStoriesTest {

    private static final long SEEDS = Long.getLong("processhub.story-seeds", 50);

    private static final long SEEDS_WITH_MISTAKE = 10;

    @ParameterizedTest
    @EnumSource(Story.class)
    void theProtocolHolds(Story story) {
        LongStream.range(0, SEEDS).parallel().forEach(story::play);
    }

    /**
     * Whoever was cut off votes as soon as it is back: the next split may need its vote.
     */
    @ParameterizedTest
    @MethodSource("threeOfFive")
    void aSplitRightAfterAnotherOneHasASideWithAQuorum(PartitionToleranceStrategy tolerance) {
        Stage stage = new Stage(1, tolerance);
        SimNode d = stage.join();
        SimNode e = stage.join();
        ChildKey key = stage.child(stage.a(), stage.b());
        stage.run(key, stage.a());
        stage.simulation().split(List.of(d, e), 5, 10);
        stage.pass(15_000);
        stage.simulation().heal();
        stage.await("together again", () -> stage.c().members().size() == 5 && d.members().size() == 5);
        stage.pass(300);
        stage.simulation().split(List.of(stage.a(), stage.b()), 5, 10);
        stage.await("taken over", () -> Stream.of(stage.c(), d, e).anyMatch((node) -> node.active().containsKey(key)));
    }

    /**
     * Whenever it begins to leave, and although nobody hears its goodbye: it was about to
     * vote, or did.
     */
    @Test
    void whoLeavesAsItIsLetInIsNotWaitedFor() {
        IntStream.range(0, 100).parallel().forEach((step) -> {
            Stage stage = new Stage(1, new MajorityQuorum(1, true));
            ChildKey key = stage.child(stage.a(), stage.b());
            stage.run(key, stage.a());
            stage.c().drain();
            stage.await("two, step " + step, () -> !stage.c().isAlive());
            stage.pass(5000);
            SimNode late = stage.simulation().join();
            stage.pass(230 + step);
            stage.lose((from, way) -> from == late && way.message() instanceof Message.Goodbye);
            late.drain();
            stage.await("late gone, step " + step, () -> !late.isAlive());
            stage.b().drain();
            stage.await("b gone, step " + step, () -> !stage.b().isAlive());
            stage.pass(5000);
            assertThat(stage.a().active()).as("active, step %d", step).containsKey(key);
        });
    }

    static Stream<PartitionToleranceStrategy> threeOfFive() {
        return Stream.of(new StaticQuorum(3, false), new MajorityQuorum(1, true),
                new DynamicQuorum(60, Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @MethodSource("mistakesInStories")
    void theStoryShowsTheMistake(Mutant mutant) throws ReflectiveOperationException {
        MutantLoader loader = new MutantLoader(mutant);
        long found = 0;
        for (long seed = 0; seed < SEEDS_WITH_MISTAKE; seed++) {
            found += isShown(loader, seed) ? 1 : 0;
        }
        assertThat(loader.changed()).as("methods changed").isEqualTo(mutant.methods().size());
        assertThat(found).as("seeds that show %s", mutant).isGreaterThan(SEEDS_WITH_MISTAKE / 2);
    }

    static Stream<Mutant> mistakesInStories() {
        return Arrays.stream(Mutant.values()).filter((mutant) -> mutant.story() != null);
    }

    @Test
    void everyStoryShowsAMistake() {
        assertThat(mistakesInStories().map(Mutant::story)).contains(Story.values());
    }

    /**
     * Not that the story ends otherwise, but that two are active, or one under an epoch
     * that is past.
     */
    private static boolean isShown(MutantLoader loader, long seed) throws ReflectiveOperationException {
        try {
            loader.run(seed);
            return false;
        }
        catch (InvocationTargetException ex) {
            assertThat(ex.getCause()).isInstanceOf(AssertionError.class)
                .message()
                .containsAnyOf(": two active ", " active under ");
            return true;
        }
    }

}
