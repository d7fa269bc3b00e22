package io.processhub.simulation;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.partition.Divergence;
import io.processhub.partition.MajorityQuorum;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A hub that runs on some nodes of a cluster only. */
class NodesWithoutHubTest {

    private static final List<ChildKey> KEYS = IntStream.range(0, 30).mapToObj((i) -> ChildKey.of("k" + i)).toList();

    /** Less than a silent node would be asked who it is. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private static Simulation simulation(long seed, PartitionToleranceStrategy tolerance) {
        Simulation simulation = new Simulation(seed, null, tolerance);
        simulation.setClocks(Duration.ofMillis(1));
        simulation.network().calm();
        return simulation;
    }

    private static boolean mayAct(SimNode node) {
        return node.leaseLeft().isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5 })
    void theQuorumDoesNotWaitForThem(long seed) {
        Simulation simulation = simulation(seed, new MajorityQuorum(1, true));
        simulation.joinWithoutHub();
        SimNode first = simulation.join();
        simulation.joinWithoutHub();
        SimNode second = simulation.join();
        simulation.run(SOON);
        assertThat(List.of(first, second)).allMatch(NodesWithoutHubTest::mayAct)
            .allMatch((node) -> node.members().size() == 2);
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5 })
    void oneThatGoesSoonIsNotTakenForALostMember(long seed) {
        Simulation simulation = simulation(seed, new MajorityQuorum(1, true));
        SimNode other = simulation.joinWithoutHub();
        SimNode only = simulation.join();
        simulation.run(Duration.ofMillis(400));
        simulation.kill(other);
        simulation.run(Duration.ofSeconds(20));
        assertThat(only).matches(NodesWithoutHubTest::mayAct);
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5 })
    void whatTheyKeepOfTheMapIsFoundByWhoeverStartsTheHubAgain(long seed) {
        Simulation simulation = simulation(seed, new Divergence());
        SimNode first = simulation.join();
        simulation.joinWithoutHub();
        simulation.joinWithoutHub();
        simulation.run(SOON);
        simulation.client().start(first, KEYS.stream().map(Simulation::spec).toList());
        simulation.run(SOON);
        assertThat(first.running()).hasSize(KEYS.size());
        first.drain();
        simulation.run(Duration.ofSeconds(20));
        assertThat(first.isAlive()).isFalse();
        SimNode next = simulation.join();
        simulation.run(Duration.ofSeconds(30));
        assertThat(next.running()).hasSize(KEYS.size());
    }

}
