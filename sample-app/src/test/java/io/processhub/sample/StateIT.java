package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.sample.SampleCluster.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Separate JVMs that are killed, stopped and frozen: what monitors know outlives them.
 */
class StateIT {

    private static final int MONITORS = 40;

    @Test
    void whatMonitorsKeptSurvivesTheKillOfTheirMember() throws Exception {
        try (Target target = new Target();
                SampleCluster cluster = new SampleCluster("kept", "--sample.checkpoint-interval=100ms")) {
            List<Node> nodes = cluster.start(3);
            startMonitors(nodes.getFirst(), target);
            Node victim = nodes.get(1);
            Map<String, Set<String>> known = knownAfterCalls(target, nodes.getFirst());
            // what was known is kept when the next call has been made
            awaitCalls(target, 2);
            nodes.get(1).jvm().kill();
            victim.jvm().exitCode();
            assertKnown(nodes.getFirst(), known);
            assertThat(SampleCluster.owners(nodes.getFirst()).values()).doesNotContain(victim.id());
            nodes.get(2).jvm().kill();
            nodes.get(2).jvm().exitCode();
            assertKnown(nodes.getFirst(), known);
        }
    }

    @Test
    void whatMonitorsFoundGoesAlongWhenTheirMembersLeaveAndJoin() throws Exception {
        try (Target target = new Target();
                SampleCluster cluster = new SampleCluster("moved", "--sample.checkpoint-interval=1d")) {
            List<Node> nodes = cluster.start(2);
            startMonitors(nodes.getFirst(), target);
            Map<String, Set<String>> known = knownAfterCalls(target, nodes.getFirst());
            Node newcomer = cluster.start(1).getFirst();
            await().until(() -> SampleCluster.owners(newcomer).containsValue(newcomer.id()));
            assertKnown(newcomer, known);
            nodes.getFirst().jvm().terminate();
            nodes.getFirst().jvm().exitCode();
            assertKnown(newcomer, known);
            nodes.get(1).jvm().terminate();
            nodes.get(1).jvm().exitCode();
            assertKnown(newcomer, known);
        }
    }

    @Test
    void aMemberThatWasReplacedWhileItWasFrozenCannotBringBackWhatItKnew() throws Exception {
        try (Target target = new Target();
                SampleCluster cluster = new SampleCluster("frozen", "--sample.checkpoint-interval=100ms",
                        "--processhub.partition-tolerance.strategy=majority-quorum",
                        "--processhub.partition-tolerance.majority-quorum.initial-cluster-size=3")) {
            List<Node> nodes = cluster.start(3);
            startMonitors(nodes.getFirst(), target);
            knownAfterCalls(target, nodes.getFirst());
            Node frozen = nodes.get(2);
            frozen.jvm().pause();
            await().untilAsserted(
                    () -> assertThat(SampleCluster.owners(nodes.getFirst()).values()).doesNotContain(frozen.id()));
            Map<String, Set<String>> known = knownAfterCalls(target, nodes.getFirst());
            awaitCalls(target, 2);
            frozen.jvm().resume();
            cluster.awaitMembers(3);
            awaitCalls(target, 2);
            assertKnown(nodes.getFirst(), known);
            nodes.get(1).jvm().kill();
            nodes.get(1).jvm().exitCode();
            assertKnown(nodes.getFirst(), known);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void aKillInTheMiddleOfAJoinCostsNeitherMonitorsNorWhatTheyKept(boolean newcomerDies) throws Exception {
        int many = 1500;
        try (Target target = new Target();
                SampleCluster cluster = new SampleCluster("struck", "--sample.checkpoint-interval=100ms")) {
            List<Node> nodes = cluster.start(2);
            startMonitors(nodes.getFirst(), target, many);
            Map<String, Set<String>> known = knownAfterCalls(target, nodes.getFirst());
            Node newcomer = cluster.start(1).getFirst();
            await().pollInterval(Duration.ofMillis(5))
                .until(() -> SampleCluster.owners(nodes.getFirst()).containsValue(newcomer.id()));
            Node victim = newcomerDies ? newcomer : nodes.get(1);
            victim.jvm().kill();
            victim.jvm().exitCode();
            long killed = System.nanoTime();
            await().until(() -> target.callsAfter(killed).byChild().size() == many);
            assertKnown(nodes.getFirst(), known);
            assertThat(SampleCluster.owners(nodes.getFirst())).hasSize(many).doesNotContainValue(victim.id());
        }
    }

    static void startMonitors(Node node, Target target) {
        startMonitors(node, target, MONITORS);
    }

    private static void startMonitors(Node node, Target target, int count) {
        String body = IntStream.range(0, count)
            .mapToObj((i) -> String.format("{\"id\":\"m%d\",\"url\":\"%s\",\"interval\":\"2s\"}", i, target.url("/")))
            .collect(Collectors.joining(",", "[", "]"));
        // refused as long as there is no quorum
        await().until(() -> node.api().postJson(body).status() == 201);
    }

    /** Waits until every monitor has called so often from now on. */
    private static void awaitCalls(Target target, int count) {
        long now = System.nanoTime();
        await().until(() -> {
            Map<String, List<Target.Call>> calls = target.callsAfter(now).byChild();
            return calls.size() >= MONITORS && calls.values().stream().allMatch((some) -> some.size() >= count);
        });
    }

    /** What every monitor has found when each has found something. */
    static Map<String, Set<String>> knownAfterCalls(Target target, Node asked) {
        awaitCalls(target, 2);
        Map<String, Set<String>> known = new TreeMap<>();
        await().untilAsserted(() -> {
            known.clear();
            for (int i = 0; i < MONITORS; i++) {
                Set<String> times = times(asked, "m" + i);
                assertThat(times).isNotEmpty();
                known.put("m" + i, times);
            }
        });
        return Map.copyOf(known);
    }

    private static Set<String> times(Node asked, String monitor) {
        Api.Answer answer = asked.api().get("/monitors/" + monitor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.list("results").map((result) -> result.path("time").asString()).collect(Collectors.toSet());
    }

    /** All that was known is known, wherever the monitors are by now. */
    static void assertKnown(Node asked, Map<String, Set<String>> known) {
        known.forEach((monitor, times) -> await()
            .untilAsserted(() -> assertThat(times(asked, monitor)).as(monitor).containsAll(times)));
    }

}
