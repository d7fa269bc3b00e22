package io.processhub.sample;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.processhub.sample.SampleCluster.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three separate JVMs that are started at the same moment, each with the same monitors in
 * its configuration, and find each other by nothing but Spring Cloud's simple
 * {@code DiscoveryClient}.
 */
class DiscoveryIT {

    private static final int MEMBERS = 3;

    private static final int MONITORS = 30;

    /** Far from each other, so that nobody is found by trying the next port. */
    private final List<Integer> ports = IntStream.range(0, 2 * MEMBERS).mapToObj((i) -> Ports.free(20)).toList();

    private final String name = "discovery-" + this.ports.getFirst();

    private final List<SampleJvm> jvms = new ArrayList<>();

    @AfterEach
    void endAll() {
        this.jvms.forEach(SampleJvm::close);
    }

    @Test
    void threeStartedAtOnceFormOneClusterAndRequestsReachTheMemberThatRunsTheirMonitor() throws Exception {
        try (Target target = new Target()) {
            List<Node> nodes = startAll(target);
            await().untilAsserted(() -> assertThat(nodes).allSatisfy((node) -> {
                assertThat(node.api().get("/cluster").list("members")).hasSize(MEMBERS);
                assertThat(SampleCluster.owners(node)).hasSize(MONITORS).isEqualTo(target.calls().callers());
            }));
            Map<String, String> owners = SampleCluster.owners(nodes.getFirst());
            assertThat(Set.copyOf(owners.values())).hasSize(MEMBERS);
            assertThat(reached(nodes)).hasSize(100)
                .allSatisfy((one) -> assertThat(one.member()).isEqualTo(owners.get(one.monitor())));
            assertThat(target.calls().overlaps()).isEmpty();
        }
    }

    private List<Node> startAll(Target target) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < MEMBERS; i++) {
            this.jvms.add(SampleJvm.start(this.name + "-" + i, arguments(i, target)));
        }
        List<Node> nodes = this.jvms.stream().map(SampleCluster::node).toList();
        await().until(
                () -> nodes.stream().allMatch((node) -> node.api().get("/cluster").list("members").count() == MEMBERS));
        System.out.printf(
                "%d JVMs started at once were one cluster after %d ms, %d ms after the first one looked for"
                        + " others%n",
                MEMBERS, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                times("runs on").max().orElseThrow() - times("members are found").min().orElseThrow());
        return nodes;
    }

    /** When each member logged a line. */
    private LongStream times(String text) {
        return this.jvms.stream()
            .flatMap((jvm) -> jvm.log().lines())
            .filter((line) -> line.contains(text))
            .mapToLong((line) -> Instant.parse(line.substring(0, line.indexOf(' '))).toEpochMilli());
    }

    private List<String> arguments(int member, Target target) {
        Stream<String> own = Stream.of("spring.profiles.active=discovery", "spring.application.name=" + this.name,
                "sample.demo=false", "server.port=" + http(member), "processhub.cluster.port=" + hazelcast(member),
                "processhub.cluster.join.min-members=" + MEMBERS, "processhub.cluster.join.max-wait=2m");
        return Stream
            .of(own, IntStream.range(0, MEMBERS).boxed().flatMap(this::instance),
                    IntStream.range(0, MONITORS).boxed().flatMap((i) -> monitor(i, target)))
            .flatMap((some) -> some)
            .map((property) -> "--" + property)
            .toList();
    }

    private int http(int member) {
        return this.ports.get(member);
    }

    private int hazelcast(int member) {
        return this.ports.get(MEMBERS + member);
    }

    private Stream<String> instance(int member) {
        String prefix = "spring.cloud.discovery.client.simple.instances." + this.name + "[" + member + "].";
        return Stream.of(prefix + "uri=http://127.0.0.1:" + http(member),
                prefix + "metadata.processhub.hazelcast.port=" + hazelcast(member));
    }

    private static Stream<String> monitor(int i, Target target) {
        String prefix = "processhub.children[" + i + "].";
        return Stream.of(prefix + "id=m" + i, prefix + "type=uptime-monitor", prefix + "args.interval=200ms",
                prefix + "args.url=" + target.url("/"));
    }

    /** Each member is asked in turn. */
    private static List<Reached> reached(List<Node> nodes) {
        return IntStream.range(0, 100).mapToObj((i) -> {
            String monitor = "m" + i % MONITORS;
            Api.Answer answer = nodes.get(i % nodes.size()).api().get("/monitors/" + monitor + "/owner");
            return new Reached(monitor, answer.body().path("member").asString("status " + answer.status()));
        }).toList();
    }

    /** Who answered a request for a monitor. */
    private record Reached(String monitor, String member) {
    }

}
