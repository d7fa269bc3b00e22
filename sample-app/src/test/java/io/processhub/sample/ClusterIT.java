package io.processhub.sample;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.processhub.sample.SampleCluster.Node;
import io.processhub.sample.Scenario.Change;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import static io.processhub.sample.StartingMonitorsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clusters of separate JVMs whose members are killed, stopped and joined by others while
 * their monitors are watched.
 */
class ClusterIT {

    private static final int EXIT_BY_SIGTERM = 128 + 15;

    @Test
    void thousandMonitorsLiveThroughAKillTwoJoinsAndAStop() throws Exception {
        try (Scenario scenario = new Scenario("thousand", "1,000 monitors on three JVMs, each called every second")) {
            List<Node> nodes = scenario.cluster.start(3);
            scenario.importMonitors(1000);
            assertThat(Set.copyOf(scenario.settled().values())).hasSize(3);

            Change kill = scenario.change("kill -9 of one of three", () -> kill(nodes.get(1)));
            assertThat(kill.moved()).isEqualTo(kill.were(Set.of(nodes.get(1).id())));
            assertThat(kill.gap(0.5)).isLessThan(1000);

            assertNewcomerTakes(scenario, "a third JVM joins again", 22, 45);
            assertNewcomerTakes(scenario, "a fourth JVM joins", 15, 35);

            Change stop = scenario.change("SIGTERM to one of four", () -> terminate(nodes.get(2)));
            assertThat(stop.moved()).isEqualTo(stop.were(Set.of(nodes.get(2).id())));
            assertThat(stop.gap(0.5)).isLessThan(1000);
            scenario.assertNeverTwoAtOnce();
        }
    }

    /** The newcomer gets its share, in percent, and nothing moves between the others. */
    private static void assertNewcomerTakes(Scenario scenario, String what, int least, int most) throws Exception {
        Change join = scenario.change(what, () -> scenario.cluster.start(1));
        Set<String> newcomer = Set.of(scenario.cluster.nodes().getLast().id());
        assertThat(join.moved()).isEqualTo(join.are(newcomer));
        assertThat(join.moved().size() * 100 / join.after().size()).isBetween(least, most);
    }

    @Test
    void noMonitorIsLostWhenTwoOfFourAreKilledAtOnceAndThenAllButOne() throws Exception {
        try (Scenario scenario = new Scenario("double", "400 monitors on four JVMs, two killed at the same moment")) {
            List<Node> nodes = scenario.cluster.start(4);
            scenario.importMonitors(400);
            Change both = scenario.change("kill -9 of two of four", () -> {
                long begin = System.nanoTime();
                nodes.get(0).jvm().kill();
                nodes.get(2).jvm().kill();
                assertThat(Scenario.millisSince(begin)).isLessThan(10);
                nodes.get(0).jvm().exitCode();
                nodes.get(2).jvm().exitCode();
            });
            assertThat(both.moved()).isEqualTo(both.were(Set.of(nodes.get(0).id(), nodes.get(2).id())));
            Change last = scenario.change("kill -9 of all but one", () -> kill(nodes.get(3)));
            assertThat(last.are(Set.of(nodes.get(1).id()))).hasSize(400);
            scenario.assertNeverTwoAtOnce();
        }
    }

    @Test
    void sameIdsStartedByThreeMembersAtOnceRunOnceAndTheLosersHearWhoHoldsThem() throws Exception {
        try (Scenario scenario = new Scenario("race", "100 ids started through three members at the same moment")) {
            List<Node> nodes = scenario.cluster.start(3);
            List<Api.Answer> answers = atOnce(nodes.stream().map((node) -> starting(scenario, node)).toList());
            List<JsonNode> outcomes = answers.stream().flatMap((answer) -> answer.list("outcomes")).toList();
            assertThat(answers).extracting(Api.Answer::status).containsAnyOf(409).isSubsetOf(201, 409);
            scenario.figures.add("started through each", answers.stream().map(ClusterIT::started).toList());
            assertThat(outcomes).hasSize(300).filteredOn(ClusterIT::isStarted).hasSize(100);
            scenario.expectMonitors(100);
            assertThat(outcomes.stream().map(ClusterIT::holder).collect(Collectors.toSet()))
                .isEqualTo(scenario.settled().entrySet().stream().map(Object::toString).collect(Collectors.toSet()));
            scenario.assertNeverTwoAtOnce();
            assertEveryMemberReportsOnEveryMonitorUntilItsOwnerDoesNotAnswer(scenario);
        }
    }

    private static void assertEveryMemberReportsOnEveryMonitorUntilItsOwnerDoesNotAnswer(Scenario scenario)
            throws Exception {
        Node asked = scenario.cluster.nodes().getFirst();
        Node owner = scenario.cluster.nodes().getLast();
        assertThat(scenario.settled().keySet())
            .allSatisfy((id) -> assertThat(asked.api().get("/monitors/" + id).list("results")).isNotEmpty());
        String id = scenario.target.calls().calledBy(owner.id()).iterator().next();
        owner.jvm().pause();
        problem(asked.api().get("/monitors/" + id), 503, "monitor '" + id + "' runs on " + owner.id());
    }

    private static Callable<Api.Answer> starting(Scenario scenario, Node node) {
        String body = IntStream.range(0, 100)
            .mapToObj((i) -> String.format("{\"id\":\"site-%d\",\"url\":\"%s\",\"interval\":\"1s\"}", i,
                    scenario.target.url("/")))
            .collect(Collectors.joining(",", "[", "]"));
        return () -> node.api().postJson(body);
    }

    private static <T> List<T> atOnce(List<Callable<T>> actions) throws Exception {
        CountDownLatch ready = new CountDownLatch(actions.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Stream<Callable<T>> waiting = actions.stream().map((action) -> () -> {
                ready.countDown();
                ready.await();
                return action.call();
            });
            return threads.invokeAll(waiting.toList()).stream().map(Future::resultNow).toList();
        }
    }

    private static long started(Api.Answer answer) {
        return answer.list("outcomes").filter(ClusterIT::isStarted).count();
    }

    private static boolean isStarted(JsonNode outcome) {
        return outcome.path("outcome").asString().equals("started");
    }

    private static String holder(JsonNode outcome) {
        return outcome.path("id").asString() + "=" + outcome.path("member").asString();
    }

    private static void kill(Node node) throws InterruptedException {
        node.jvm().kill();
        node.jvm().exitCode();
    }

    private static void terminate(Node node) throws InterruptedException {
        node.jvm().terminate();
        assertThat(node.jvm().exitCode()).isEqualTo(EXIT_BY_SIGTERM);
    }

}
