package io.processhub.sample;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.processhub.sample.SampleCluster.Node;
import io.processhub.sample.Scenario.Change;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Clusters whose JVMs are all killed at the same moment, and started again. */
class DurableIT {

    private static final int MEMBERS = 3;

    private static final int MONITORS = 200;

    @Test
    void monitorsInADatabaseOutliveAKillOfAllMembers(@TempDir Path directory) throws Exception {
        Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString())
            .start();
        try (Scenario scenario = new Scenario("durable", "200 monitors on three JVMs that are all killed",
                "--sample.database=jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/./monitors",
                "--processhub.durability.store=jdbc", "--processhub.durability.initialize-schema=always")) {
            List<Node> nodes = scenario.cluster.start(MEMBERS);
            scenario.importMonitors(MONITORS);
            Set<String> stopped = stop(nodes.getFirst(), 20);
            scenario.expectMonitors(MONITORS - stopped.size());
            long[] killed = { 0 };
            Change change = scenario.change("kill -9 of all members, and three new ones", () -> {
                killAll(nodes);
                killed[0] = System.nanoTime();
                scenario.cluster.start(MEMBERS);
            });
            assertThat(change.moved()).hasSize(MONITORS - stopped.size());
            assertThat(Set.copyOf(change.after().values())).isEqualTo(ids(scenario));
            assertThat(scenario.target.calls().after(killed[0]).children()).doesNotContainAnyElementsOf(stopped);
            scenario.assertNeverTwoAtOnce();
        }
        finally {
            database.stop();
        }
    }

    @Test
    void whatMonitorsKeptInADatabaseOutlivesAKillOfAllMembers(@TempDir Path directory) throws Exception {
        Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString())
            .start();
        String url = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/./monitors";
        try (Target target = new Target();
                SampleCluster cluster = new SampleCluster("remembering", "--sample.checkpoint-interval=100ms",
                        "--sample.database=" + url, "--processhub.durability.store=jdbc",
                        "--processhub.durability.initialize-schema=always")) {
            List<Node> nodes = cluster.start(2);
            StateIT.startMonitors(nodes.getFirst(), target);
            Map<String, Set<String>> known = StateIT.knownAfterCalls(target, nodes.getFirst());
            JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(url));
            known.forEach((monitor, times) -> await()
                .untilAsserted(() -> assertThat(checkpoint(jdbc, monitor)).as(monitor).contains(times)));
            killAll(nodes);
            List<Node> again = cluster.start(2);
            StateIT.assertKnown(again.getFirst(), known);
        }
        finally {
            database.stop();
        }
    }

    private static String checkpoint(JdbcClient jdbc, String monitor) {
        return jdbc.sql("select content from PROCESSHUB_STATE where child_key = ?")
            .param(monitor)
            .query((row, number) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
            .optional()
            .orElse("");
    }

    private static Set<String> stop(Node node, int count) {
        Set<String> stopped = IntStream.range(0, count)
            .mapToObj((i) -> String.format("site-%04d", i))
            .collect(Collectors.toSet());
        stopped.forEach((id) -> assertThat(node.api().delete("/monitors/" + id).status()).isEqualTo(204));
        return stopped;
    }

    private static Set<String> ids(Scenario scenario) {
        return scenario.cluster.nodes().stream().map(Node::id).collect(Collectors.toSet());
    }

    private static void killAll(List<Node> nodes) throws InterruptedException {
        nodes.forEach((node) -> node.jvm().kill());
        for (Node node : nodes) {
            node.jvm().exitCode();
        }
    }

    @Test
    void withoutADatabaseOnlyMonitorsOfTheConfigurationStartAgain() throws Exception {
        try (Scenario scenario = new Scenario("forgetful", "20 monitors that nobody keeps",
                "--processhub.children[0].id=fixed", "--processhub.children[0].type=uptime-monitor",
                "--processhub.children[0].args.url=self:/demo/ok", "--processhub.children[0].args.interval=1s")) {
            List<Node> nodes = scenario.cluster.start(2);
            scenario.importMonitors(20);
            await().untilAsserted(() -> assertThat(monitors(nodes.getFirst())).hasSize(21));
            killAll(nodes);
            List<Node> again = scenario.cluster.start(2);
            await().untilAsserted(() -> assertThat(monitors(again.getFirst())).containsExactly("fixed"));
        }
    }

    private static Stream<String> monitors(Node node) {
        return node.api().monitors().map((row) -> row.path("id").asString());
    }

}
