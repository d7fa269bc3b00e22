package io.processhub.simulation;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.coordination.Electorate;
import io.processhub.coordination.Message;
import io.processhub.coordination.VotingMessage;
import io.processhub.partition.DynamicQuorum;
import io.processhub.partition.MajorityQuorum;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Changes of the electorate that are cut short, or not heard of. */
class ElectorateStoriesTest {

    private static final long SEEDS = Long.getLong("processhub.story-seeds", 50);

    /**
     * Of the others only one has heard of the change, and it is not the next eldest: that
     * one promises a later ballot before it hears of it, and so can never accept it.
     */
    @Test
    void whenTheEldestDiesAsItLetsSomebodyInTheOthersHaveAQuorum() {
        LongStream.range(0, SEEDS).parallel().forEach((seed) -> {
            Stage stage = new Stage(seed, new MajorityQuorum(1, true));
            SimNode d = stage.simulation().join();
            boolean[] heard = new boolean[1];
            stage.lose((from, way) -> {
                boolean named = names(way.message(), d) && !(way.message() instanceof VotingMessage.Promise);
                heard[0] |= named && way.to(stage.c());
                return named && way.to(stage.b());
            });
            stage.await("heard of, seed " + seed, () -> heard[0]);
            stage.pass(20);
            stage.simulation().kill(stage.a());
            stage.pass(3000);
            stage.simulation().network().weather(Weather.FAIR);
            stage.await("a quorum, seed " + seed,
                    () -> Stream.of(stage.b(), stage.c(), d).allMatch((node) -> node.quorum().held()));
        });
    }

    private static boolean names(Message message, SimNode node) {
        Electorate electorate = HeardElectorates.in(message);
        return electorate != null && electorate.voters().containsKey(node.id().address());
    }

    /**
     * It is cut off together with another newcomer before it has heard whose votes count:
     * the two of them must not found an electorate beside the one there is.
     */
    @Test
    void whoHasMetVotersWithoutHearingWhoTheyAreFoundsNoElectorate() {
        LongStream.range(0, SEEDS).parallel().forEach((seed) -> {
            Stage stage = new Stage(seed, new DynamicQuorum(50, Duration.ofSeconds(30)));
            Stream.of(stage.c(), stage.b()).forEach((node) -> leave(stage, node));
            ChildKey key = ChildKey.of("k");
            stage.start(key, stage.a());
            stage.awaitActive(key, stage.a());
            SimNode d = stage.simulation().join();
            stage.lose((from, way) -> from == stage.a() && way.to(d) && HeardElectorates.in(way.message()) != null);
            stage.await("met, seed " + seed, () -> d.members().size() == 2);
            stage.simulation().split(List.of(d), 5, 10);
            SimNode e = stage.simulation().succeed(stage.b(), d);
            stage.await("met e, seed " + seed,
                    () -> d.members().size() == 2 && d.members().getLast().id().equals(e.id()));
            stage.pass(10_000);
            assertThat(Stream.of(d, e)).as("with a quorum, seed %d", seed).noneMatch((node) -> node.quorum().held());
            assertThat(stage.a().active()).as("active, seed %d", seed).containsKey(key);
        });
    }

    private static void leave(Stage stage, SimNode node) {
        node.drain();
        stage.await(node.name() + " gone", () -> !node.isAlive());
        stage.pass(5000);
    }

}
