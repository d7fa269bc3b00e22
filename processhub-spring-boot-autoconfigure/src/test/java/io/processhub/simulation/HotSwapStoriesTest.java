package io.processhub.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.coordination.Message;
import io.processhub.coordination.Signal;
import io.processhub.migration.HotSwap;
import io.processhub.partition.Divergence;
import io.processhub.partition.MajorityQuorum;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hot swaps with handover of which each step goes wrong: whoever it is that dies, or
 * whatever is lost, one copy goes on, from the newest state there is.
 */
class HotSwapStoriesTest {

    private static final long SEEDS = Long.getLong("processhub.story-seeds", 30);

    /** A child on its way from one member to another one, and the third one. */
    private record Move(Stage stage, ChildKey key, SimNode from, SimNode to) {

        void await(String what, Predicate<Move> condition) {
            if (!this.stage.passUntil(90_000, () -> condition.test(this))) {
                throw new IllegalStateException("never came to: " + what);
            }
        }

        /** Loses messages like these for a while. */
        void lose(Predicate<Message> lost) {
            this.stage.lose((from, way) -> lost.test(way.message()));
            this.stage.pass(3000);
            this.stage.simulation().network().weather(Weather.FAIR);
        }

        boolean isClaimedByNew() {
            ChildRecord row = this.stage.c().view().row(this.key);
            return row != null && row.claimOf(this.to.id()) != null;
        }

        void kill(SimNode node) {
            this.stage.simulation().kill(node);
        }

    }

    /** What goes wrong. */
    enum Mishap {

        OLD_DIES_BEFORE_EXPORT {
            @Override
            void happen(Move move) {
                move.await("frozen", (it) -> it.from().isFreezing(it.key()));
                move.kill(move.from());
            }
        },

        OLD_DIES_AFTER_EXPORT {
            @Override
            void happen(Move move) {
                move.await("ended", (it) -> !it.from().running().containsKey(it.key()));
                move.kill(move.from());
            }
        },

        NEW_DIES_BEFORE_IT_IS_ACTIVE {
            @Override
            void happen(Move move) {
                move.await("frozen", (it) -> it.from().isFreezing(it.key()));
                move.kill(move.to());
            }
        },

        NEW_DIES_WITH_THE_CLAIM {
            @Override
            void happen(Move move) {
                move.await("claimed", Move::isClaimedByNew);
                move.kill(move.to());
            }
        },

        NEW_DIES_WHEN_IT_IS_ACTIVE {
            @Override
            void happen(Move move) {
                move.await("active", (it) -> it.to().running().containsKey(it.key()));
                move.kill(move.to());
            }
        },

        WISH_TO_PREPARE_LOST {
            @Override
            void happen(Move move) {
                move.lose(Message.Prepare.class::isInstance);
            }
        },

        ANSWER_LOST {
            @Override
            void happen(Move move) {
                move.lose(Message.Prepared.class::isInstance);
            }
        },

        NEWS_LOST {
            @Override
            void happen(Move move) {
                move.lose((message) -> message instanceof Message.Rows || message instanceof Message.Arrived);
            }
        };

        abstract void happen(Move move);

    }

    static Stream<Arguments> mishaps() {
        return Stream.of(Mishap.values())
            .flatMap((mishap) -> Stream.of(new Divergence(), new MajorityQuorum(1, true))
                .map((tolerance) -> Arguments.of(mishap, tolerance)));
    }

    @ParameterizedTest
    @MethodSource("mishaps")
    void oneCopyGoesOnFromTheNewestState(Mishap mishap, PartitionToleranceStrategy tolerance) {
        LongStream.range(0, SEEDS).parallel().forEach((seed) -> play(seed, mishap, tolerance));
    }

    /** The child asked for time, or could not export its state. */
    private static void again(Move move) {
        if (move.from().running().containsKey(move.key())) {
            move.from().signal(new Signal.Move(2, move.key(), move.to().id()));
        }
    }

    private static void play(long seed, Mishap mishap, PartitionToleranceStrategy tolerance) {
        Stage stage = new Stage(seed, tolerance, new HotSwap(true));
        ChildKey key = stage.child(stage.a(), stage.b());
        stage.simulation().client().start(stage.a(), List.of(Simulation.spec(key)));
        stage.await("started", () -> stage.a().running().containsKey(key));
        stage.pass(2000);
        Move move = new Move(stage, key, stage.a(), stage.b());
        stage.a().signal(new Signal.Move(1, key, stage.b().id()));
        stage.simulation().scheduler().after(Duration.ofSeconds(31), () -> again(move));
        stage.simulation().scheduler().after(Duration.ofSeconds(62), () -> again(move));
        mishap.happen(move);
        stage.pass(45_000);
        // it may be on its way at this very moment
        assertThat(stage.passUntil(5000, () -> copies(stage, key) == 1))
            .as("%s, seed %d: %d copies", mishap, seed, copies(stage, key))
            .isTrue();
    }

    static Stream<PartitionToleranceStrategy> tolerances() {
        return Stream.of(new Divergence(), new MajorityQuorum(1, true));
    }

    @ParameterizedTest
    @MethodSource("tolerances")
    void withoutHandoverTheOldOneRunsUntilTheNewOneDoes(PartitionToleranceStrategy tolerance) {
        LongStream.range(0, SEEDS).parallel().forEach((seed) -> {
            Stage stage = new Stage(seed, tolerance, new HotSwap(false));
            ChildKey key = stage.child(stage.a(), stage.b());
            stage.start(key, stage.a());
            stage.await("started", () -> stage.a().running().containsKey(key));
            stage.pass(2000);
            stage.a().signal(new Signal.Move(1, key, stage.b().id()));
            int overlap = 0;
            // how long a child takes to end when it is told to does not count
            while (stage.a().running().containsKey(key) || copies(stage, key) != 1) {
                assertThat(copies(stage, key)).as("copies, seed %d", seed).isBetween(1L, 2L);
                overlap += (copies(stage, key) == 2 && stage.a().isWorking()) ? 1 : 0;
                stage.pass(1);
            }
            assertThat(stage.b().running()).containsKey(key);
            assertThat(overlap).as("milliseconds both run, seed %d", seed).isBetween(1, 6000);
        });
    }

    @ParameterizedTest
    @MethodSource("tolerances")
    void aMoveThatMembersComeIntoIsAnsweredAndTheChildGoesWhereItBelongs(PartitionToleranceStrategy tolerance) {
        LongStream.range(0, SEEDS).parallel().forEach((seed) -> {
            Stage stage = new Stage(seed, tolerance, new HotSwap(true));
            ChildKey key = stage.child(stage.a(), stage.b());
            stage.start(key, stage.a());
            stage.await("started", () -> stage.a().running().containsKey(key));
            stage.pass(2000);
            stage.lose((from, way) -> way.message() instanceof Message.Prepare);
            stage.c().signal(new Signal.Move(1, key, stage.b().id()));
            stage.pass(1000);
            assertThat(stage.c().movesAnswered()).isEmpty();
            SimNode fourth = stage.simulation().join();
            assertThat(stage.passUntil(10_000, () -> stage.c().movesAnswered().size() == 1)).isTrue();
            assertThat(stage.c().movesAnswered().getFirst()).startsWith("members came or went");
            stage.simulation().network().weather(Weather.FAIR);
            stage.pass(30_000);
            assertThat(List.of(stage.a(), fourth)).filteredOn((node) -> node.running().containsKey(key)).hasSize(1);
            assertThat(copies(stage, key)).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @MethodSource("tolerances")
    void aWishOutlivesTheEndOfAnEarlierOne(PartitionToleranceStrategy tolerance) {
        Stage stage = new Stage(1, tolerance, new HotSwap(true));
        ChildKey key = stage.child(stage.a(), stage.b());
        stage.start(key, stage.a());
        stage.await("started", () -> stage.a().running().containsKey(key));
        stage.pass(2000);
        stage.lose((from, way) -> way.message() instanceof Message.Prepare);
        stage.a().signal(new Signal.Move(1, key, stage.b().id()));
        stage.pass(25_000);
        stage.a().signal(new Signal.Move(2, key, stage.b().id()));
        stage.pass(6000);
        assertThat(stage.a().movesAnswered()).hasSize(1);
        stage.simulation().network().weather(Weather.FAIR);
        assertThat(stage.passUntil(20_000, () -> stage.a().movesAnswered().contains("null"))).isTrue();
    }

    private static long copies(Stage stage, ChildKey key) {
        return stage.simulation().alive().stream().filter((node) -> node.running().containsKey(key)).count();
    }

}
