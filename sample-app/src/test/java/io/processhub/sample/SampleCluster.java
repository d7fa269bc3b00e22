package io.processhub.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members in JVMs of their own, in a cluster with a name and ports that no other test
 * uses.
 */
final class SampleCluster implements AutoCloseable {

    private static final int PORTS = 10;

    private final int port = Ports.free(PORTS);

    private final String name;

    private final List<String> options;

    private final List<SampleJvm> jvms = new ArrayList<>();

    private final List<Node> all = new ArrayList<>();

    /**
     * A member.
     *
     * @param jvm where it runs
     * @param id boot id
     * @param api its REST interface
     */
    record Node(SampleJvm jvm, String id, Api api) {
    }

    /**
     * Cluster without members.
     * @param options arguments of every member
     */
    SampleCluster(String name, String... options) {
        this.name = name + "-" + this.port;
        this.options = List.of(options);
    }

    /** Starts members at the same moment, and waits until all members see each other. */
    List<Node> start(int count) throws IOException {
        return start(count, 0);
    }

    /** Starts a member whose HTTP server has this port. */
    Node startAt(int httpPort) throws IOException {
        return start(1, httpPort).getFirst();
    }

    private List<Node> start(int count, int httpPort) throws IOException {
        int before = this.jvms.size();
        for (int i = 0; i < count; i++) {
            this.jvms.add(SampleJvm.start(this.name + "-" + this.jvms.size(), arguments(httpPort)));
        }
        List<Node> started = this.jvms.stream().skip(before).map(SampleCluster::node).toList();
        this.all.addAll(started);
        awaitMembers(nodes().size());
        return started;
    }

    private List<String> arguments(int httpPort) {
        List<String> arguments = new ArrayList<>(List.of("--spring.application.name=" + this.name,
                "--processhub.cluster.port=" + this.port, "--server.port=" + httpPort, "--sample.demo=false",
                "--logging.level.com.hazelcast=info", "--logging.level.com.hazelcast.internal.partition=info"));
        arguments.addAll(this.options);
        return arguments;
    }

    /** The member in a JVM, once it listens. */
    static Node node(SampleJvm jvm) {
        Api api = jvm.api();
        String id = api.get("/cluster")
            .list("members")
            .filter((member) -> member.path("self").asBoolean())
            .map((member) -> member.path("id").asString())
            .findFirst()
            .orElseThrow();
        return new Node(jvm, id, api);
    }

    /** Waits until every member that is alive sees this many. */
    void awaitMembers(int count) {
        await().untilAsserted(() -> assertThat(nodes())
            .allSatisfy((node) -> assertThat(node.api().get("/cluster").list("members")).hasSize(count)));
    }

    /** The members that are alive, eldest first. */
    List<Node> nodes() {
        return this.all.stream().filter((node) -> node.jvm().isAlive()).toList();
    }

    /** Whether all members say that each monitor runs where these callers say. */
    boolean agreesWith(Map<String, String> callers) {
        return nodes().stream().allMatch((node) -> callers.equals(owners(node)));
    }

    /** Where each monitor runs, as this member sees it. */
    static Map<String, String> owners(Node node) {
        return node.api()
            .monitors()
            .collect(Collectors.toMap((row) -> row.path("id").asString(), SampleCluster::owner));
    }

    private static String owner(JsonNode row) {
        return row.path("member").asString("nobody");
    }

    @Override
    public void close() {
        this.jvms.forEach(SampleJvm::close);
    }

}
