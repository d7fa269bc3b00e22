package io.processhub.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.sample.SampleCluster.Node;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three separate JVMs under each of the quorum strategies, of which some are frozen,
 * killed or stopped.
 */
class QuorumIT {

    private static final String PREFIX = "--processhub.partition-tolerance.";

    private static final String[] MAJORITY = { PREFIX + "strategy=majority-quorum",
            PREFIX + "majority-quorum.initial-cluster-size=3" };

    private static final String[] STATIC = { PREFIX + "strategy=static-quorum",
            PREFIX + "static-quorum.quorum-size=2" };

    private static final String[] DYNAMIC = { PREFIX + "strategy=dynamic-quorum",
            PREFIX + "dynamic-quorum.quorum-size=60" };

    private static final Duration INTERVAL = Duration.ofMillis(200);

    @Test
    void afterALongFreezeOldChildrenDoNotCallAndTheirWritesAreRefused() throws Exception {
        Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists");
        database.start();
        String url = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:fenced;DB_CLOSE_DELAY=-1";
        try (Target target = new Target();
                SampleCluster cluster = new SampleCluster("freeze",
                        with(MAJORITY, "--sample.timeout=2s", "--sample.database=" + url))) {
            List<Node> nodes = cluster.start(3);
            // each call hangs, so that most monitors are about to write when they are
            // frozen
            Set<String> monitors = importMonitors(nodes.getFirst(), target.url("/hangs"), 60);
            awaitSpread(cluster, monitors, 3);
            Node frozen = nodes.get(1);
            Set<String> its = target.calls().calledBy(frozen.id());
            assertThat(its).isNotEmpty();
            frozen.jvm().pause();
            long since = System.nanoTime();
            Map<String, Long> epochs = epochs(target.calls(), frozen.id());

            await().untilAsserted(() -> assertThat(callersOf(target.callsAfter(since), its)).hasSize(its.size())
                .doesNotContainValue(frozen.id()));
            Trial.hold(Duration.ofSeconds(30).minusNanos(System.nanoTime() - since));
            frozen.jvm().resume();

            FencedResults results = new FencedResults(new DriverManagerDataSource(url));
            await().untilAsserted(() -> assertThat(its).allSatisfy((id) -> assertThat(
                    results.store(ChildKey.of(id), Objects.requireNonNull(epochs.get(id)), lateResult()))
                .isFalse()));
            cluster.awaitMembers(3);
            awaitSpread(cluster, monitors, 3);
            assertThat(calls(target.calls()))
                .filteredOn((call) -> call.member().equals(frozen.id())
                        && call.epoch() <= epochs.getOrDefault(call.child(), 0L))
                .allSatisfy((call) -> assertThat(call.asked()).isLessThanOrEqualTo(since));
            assertNeverTwoAtOnce(target, monitors);
        }
        finally {
            database.stop();
        }
    }

    /** What a call found that was on its way when its member was frozen. */
    private static CallResult lateResult() {
        return new CallResult(Instant.now(), 0, 30_000, "late");
    }

    private static Map<String, Long> epochs(Calls calls, String member) {
        return calls(calls).stream()
            .filter((call) -> call.member().equals(member))
            .collect(Collectors.toMap(Target.Call::child, Target.Call::epoch, Math::max));
    }

    @Test
    void staticQuorumALoneMemberRefusesAndGoesOnWhenTheOthersDo() throws Exception {
        try (Target target = new Target();
                SampleCluster cluster = new SampleCluster("static", with(STATIC, Refusals.HEALTH_DETAILS))) {
            List<Node> nodes = cluster.start(3);
            Set<String> monitors = importMonitors(nodes.getFirst(), target.url("/"), 30);
            awaitSpread(cluster, monitors, 3);
            Node lone = nodes.get(2);
            nodes.get(0).jvm().pause();
            nodes.get(1).jvm().pause();
            awaitRefusal(lone);
            long refusing = System.nanoTime();
            Refusals.assertAllOf(lone.api(), "site-0");
            assertThat(calls(target.callsAfter(refusing))).noneMatch((call) -> call.asked() > refusing);
            nodes.get(0).jvm().resume();
            nodes.get(1).jvm().resume();
            awaitSpread(cluster, monitors, 3);
            assertThat(lone.api().get("/monitors/refused").status()).isEqualTo(404);
            assertNeverTwoAtOnce(target, monitors);
        }
    }

    @Test
    void dynamicQuorumWhoLeavesInOrderDoesNotCountAndWhoIsKilledDoes() throws Exception {
        try (Target target = new Target();
                SampleCluster cluster = new SampleCluster("dynamic", with(DYNAMIC, Refusals.HEALTH_DETAILS))) {
            List<Node> nodes = cluster.start(3);
            Set<String> monitors = importMonitors(nodes.getFirst(), target.url("/"), 30);
            awaitSpread(cluster, monitors, 3);
            Node last = nodes.get(2);
            end(List.of(nodes.get(0), nodes.get(1)), SampleJvm::terminate);
            awaitSpread(cluster, monitors, 1);

            List<Node> others = cluster.start(2);
            awaitSpread(cluster, monitors, 3);
            end(others, SampleJvm::kill);
            awaitRefusal(last);
            Refusals.assertAllOf(last.api(), "site-0");
            cluster.start(2);
            awaitSpread(cluster, monitors, 3);
            assertNeverTwoAtOnce(target, monitors);
        }
    }

    @Test
    void majorityQuorumNothingIsLostWhenAllThreeAreRestartedOneByOneUnderLoad() throws Exception {
        try (Target target = new Target(); SampleCluster cluster = new SampleCluster("rolling", MAJORITY)) {
            cluster.start(3);
            Set<String> monitors = importMonitors(cluster.nodes().getFirst(), target.url("/"), 30);
            awaitSpread(cluster, monitors, 3);
            AtomicBoolean over = new AtomicBoolean();
            List<String> acknowledged = new CopyOnWriteArrayList<>(monitors);
            try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
                load.execute(() -> startUntil(over, cluster, target, acknowledged));
                for (Node node : cluster.nodes()) {
                    end(List.of(node), SampleJvm::terminate);
                    cluster.start(1);
                }
                over.set(true);
            }
            assertThat(acknowledged).hasSizeGreaterThan(monitors.size());
            awaitSpread(cluster, acknowledged, 3);
            assertNeverTwoAtOnce(target, Set.copyOf(acknowledged));
        }
    }

    /** Starts one monitor after the other; what is refused or fails is not promised. */
    private static void startUntil(AtomicBoolean over, SampleCluster cluster, Target target,
            List<String> acknowledged) {
        for (int i = 0; !over.get(); i++) {
            List<Node> nodes = cluster.nodes();
            String id = "more-" + i;
            try {
                Api.Answer answer = nodes.get(i % nodes.size()).api().postJson(json(id, target.url("/")));
                if (answer.status() == 201) {
                    acknowledged.add(id);
                }
                Trial.hold(Duration.ofMillis(100));
            }
            catch (RuntimeException ended) {
                // this member has gone; the next one is asked for the next monitor
            }
        }
    }

    private static String[] with(String[] options, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private static Set<String> importMonitors(Node node, String url, int count) {
        String body = IntStream.range(0, count)
            .mapToObj((i) -> json("site-" + i, url))
            .collect(Collectors.joining(",", "[", "]"));
        await().untilAsserted(() -> assertThat(node.api().postJson(body).list("outcomes"))
            .allSatisfy((outcome) -> assertThat(outcome.path("outcome").asString()).isIn("started", "exists"))
            .hasSize(count));
        return IntStream.range(0, count).mapToObj((i) -> "site-" + i).collect(Collectors.toSet());
    }

    private static String json(String id, String url) {
        return String.format("{\"id\":\"%s\",\"url\":\"%s\",\"interval\":\"%dms\"}", id, url, INTERVAL.toMillis());
    }

    /** Waits until so many members run these monitors, and all agree on where. */
    private static void awaitSpread(SampleCluster cluster, Collection<String> monitors, int members) {
        await().untilAsserted(() -> {
            Map<String, String> owners = SampleCluster.owners(cluster.nodes().getFirst());
            assertThat(owners.keySet()).containsAll(monitors);
            assertThat(owners.values()).doesNotContain("nobody");
            assertThat(Set.copyOf(owners.values())).hasSize(members)
                .isSubsetOf(cluster.nodes().stream().map(Node::id).toList());
            assertThat(cluster.agreesWith(owners)).isTrue();
        });
    }

    private static void awaitRefusal(Node node) {
        await().until(() -> node.api().get("/cluster").body().path("partitioned").asBoolean());
    }

    private static void end(List<Node> nodes, Trial.Action how) throws Exception {
        for (Node node : nodes) {
            how.perform(node.jvm());
        }
        for (Node node : nodes) {
            node.jvm().exitCode();
        }
    }

    private static List<Target.Call> calls(Calls calls) {
        return calls.byChild().values().stream().flatMap(List::stream).toList();
    }

    private static Map<String, String> callersOf(Calls calls, Set<String> monitors) {
        Map<String, String> callers = calls.callers();
        return callers.entrySet()
            .stream()
            .filter((entry) -> monitors.contains(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Every monitor is called, too. */
    private static void assertNeverTwoAtOnce(Target target, Set<String> monitors) {
        long now = System.nanoTime();
        await().until(() -> target.callsAfter(now).children().containsAll(monitors));
        assertThat(Verdict.of(target.calls(), monitors, INTERVAL, new Verdict.Span(0, System.nanoTime())).overlaps())
            .isEmpty();
    }

}
