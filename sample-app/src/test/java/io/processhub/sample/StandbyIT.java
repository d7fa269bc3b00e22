package io.processhub.sample;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.sample.SampleCluster.Node;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import static io.processhub.sample.Patience.await;
import static io.processhub.sample.StartingMonitorsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

/** Three separate JVMs whose monitors have a warm standby. */
class StandbyIT {

    private static final int MONITORS = 300;

    @Test
    void onlyTheActiveReplicaCallsAndTheOtherGoesOnWhenItIsKilled() throws Exception {
        try (Target target = new Target();
                SampleCluster cluster = new SampleCluster("standby", "--spring.profiles.active=active-passive")) {
            List<Node> nodes = cluster.start(3);
            assertThat(nodes.getFirst()
                .api()
                .post("/monitors?mode=active-passive", "application/json", json(target))
                .status()).isEqualTo(201);
            awaitStandby(cluster, target, 3);
            Map<String, JsonNode> before = rows(nodes.getFirst());

            Node killed = nodes.get(1);
            Set<String> its = target.calls().calledBy(killed.id());
            assertThat(its).isNotEmpty();
            long since = System.nanoTime();
            killed.jvm().kill();
            await().until(() -> target.callsAfter(since)
                .callers()
                .entrySet()
                .stream()
                .filter((call) -> its.contains(call.getKey()) && !call.getValue().equals(killed.id()))
                .count() == its.size());
            List<Long> waits = target.calls().after(0).waits(since);
            System.out.printf("%d monitors of a killed member were called again by their standby after p50 %d ms,"
                    + " at the longest %d ms%n", its.size(), waits.get(waits.size() / 2), waits.getLast());
            awaitStandby(cluster, target, 2);
            assertThat(rows(nodes.getFirst())).allSatisfy((id, row) -> {
                JsonNode old = Objects.requireNonNull(before.get(id));
                assertThat(row.path("member").asString()).isEqualTo(
                        its.contains(id) ? old.path("standby").path(0).asString() : old.path("member").asString());
            });
            assertThat(target.calls().overlaps()).isEmpty();
        }
    }

    @Test
    void theModeIsRefusedWhereTheHubHasNoStandby() throws Exception {
        try (Target target = new Target(); SampleCluster cluster = new SampleCluster("single")) {
            Api api = cluster.start(1).getFirst().api();
            problem(api.post("/monitors?mode=active-passive", "application/json", json(target)), 400,
                    "mode: active-passive (expected: no mode, or members that were all started");
            problem(api.post("/monitors?mode=both", "application/json", json(target)), 400,
                    "mode: both (expected: active-passive)");
        }
    }

    private static String json(Target target) {
        return IntStream.range(0, MONITORS)
            .mapToObj(
                    (i) -> String.format("{\"id\":\"m%d\",\"url\":\"%s\",\"interval\":\"200ms\"}", i, target.url("/")))
            .collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * Waits until all members agree, and every monitor is called by its active replica
     * while another one stands by.
     */
    private static void awaitStandby(SampleCluster cluster, Target target, int members) {
        cluster.awaitMembers(members);
        await().untilAsserted(() -> {
            Map<String, String> callers = target.calls().callers();
            assertThat(callers).hasSize(MONITORS);
            assertThat(cluster.agreesWith(callers)).isTrue();
            assertThat(rows(cluster.nodes().getFirst())).allSatisfy((id, row) -> {
                assertThat(row.path("standby")).hasSize(1);
                assertThat(row.path("standby").path(0)).isNotEqualTo(row.path("member"));
            });
        });
    }

    private static Map<String, JsonNode> rows(Node node) {
        return node.api().monitors().collect(Collectors.toMap((row) -> row.path("id").asString(), (row) -> row));
    }

}
