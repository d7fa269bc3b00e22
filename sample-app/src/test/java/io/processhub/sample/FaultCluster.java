package io.processhub.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import tools.jackson.databind.JsonNode;

/**
 * Five members in network namespaces, their monitors, and what these call. A member is
 * known by its place, from 1, which a successor inherits.
 */
final class FaultCluster implements AutoCloseable {

    static final int SIZE = 5;

    static final Duration INTERVAL = Duration.ofMillis(100);

    private static final int MONITORS = 40;

    private static final int PORT = 5701;

    final Set<String> monitors = IntStream.range(0, MONITORS)
        .mapToObj((i) -> "site-" + i)
        .collect(Collectors.toUnmodifiableSet());

    final Net net;

    final Links links;

    final Target target;

    private final String strategy;

    private final Path configuration;

    private final List<SampleJvm> jvms = new ArrayList<>();

    private final SortedMap<Integer, SampleCluster.Node> nodes = new TreeMap<>();

    FaultCluster(Net net, String strategy) throws IOException {
        this.net = net;
        this.links = new Links(net);
        this.links.heal();
        this.target = new Target(net.here());
        this.strategy = strategy;
        this.configuration = Path.of("target", "faults-" + strategy + ".yml").toAbsolutePath();
        Files.writeString(this.configuration, this.monitors.stream()
            .sorted()
            .map((id) -> String.format("  - {id: %s, type: uptime-monitor, args: {url: '%s', interval: %dms}}%n", id,
                    this.target.url("/"), INTERVAL.toMillis()))
            .collect(Collectors.joining("", "processhub.children:\n", "")));
    }

    /** Starts members at the same moment, and waits until they listen. */
    void start(Collection<Integer> places) throws IOException {
        SortedMap<Integer, SampleJvm> started = new TreeMap<>();
        for (int place : places) {
            started.put(place, SampleJvm.startBy(this.net.launcher(place),
                    this.strategy + "-" + place + "-" + this.jvms.size(), arguments(place)));
            this.jvms.add(started.get(place));
        }
        started.forEach((place, jvm) -> this.nodes.put(place, SampleCluster.node(jvm)));
    }

    private List<String> arguments(int place) {
        List<String> arguments = new ArrayList<>(List.of("--spring.application.name=faults", "--sample.demo=false",
                "--spring.config.additional-location=file:" + this.configuration, "--sample.timeout=1s",
                "--server.address=" + this.net.controlAddress(place), "--server.port=8080",
                "--processhub.cluster.bind-address=" + Net.address(place), "--processhub.cluster.port=" + PORT,
                "--processhub.cluster.join.mode=tcp",
                "--processhub.cluster.join.members=" + this.net.members()
                    .mapToObj((member) -> Net.address(member) + ":" + PORT)
                    .collect(Collectors.joining(",")),
                "--logging.level.com.hazelcast=info", "--logging.level.io.processhub.runtime.Supervisor=debug",
                "--processhub.partition-tolerance.strategy=" + this.strategy));
        arguments.add(Refusals.HEALTH_DETAILS);
        arguments.addAll(FaultSuite.options(this.strategy));
        return arguments;
    }

    /** Whether only members that see enough others may run monitors. */
    boolean needsQuorum() {
        return !this.strategy.equals(FaultSuite.DIVERGENCE);
    }

    SampleJvm jvm(int place) {
        return node(place).jvm();
    }

    SampleCluster.Node node(int place) {
        return Objects.requireNonNull(this.nodes.get(place));
    }

    /** Boot ids of members. */
    Set<String> ids(Collection<Integer> places) {
        return places.stream().map((place) -> node(place).id()).collect(Collectors.toSet());
    }

    /** Places of the members that are alive, eldest first. */
    List<Integer> eldestFirst() {
        Map<String, Integer> places = living().entrySet()
            .stream()
            .collect(Collectors.toMap((entry) -> entry.getValue().id(), Map.Entry::getKey));
        return places.isEmpty() ? List.of()
                : living().values()
                    .iterator()
                    .next()
                    .api()
                    .get("/cluster")
                    .list("members")
                    .map((member) -> places.get(member.path("id").asString()))
                    .toList();
    }

    Map<Integer, SampleCluster.Node> living() {
        Map<Integer, SampleCluster.Node> living = new TreeMap<>(this.nodes);
        living.values().removeIf((node) -> !node.jvm().isAlive());
        return living;
    }

    /** Errors of the hub in the logs of all members, past ones too. */
    long errors() {
        return this.jvms.stream()
            .flatMap((jvm) -> jvm.log().lines())
            .filter((line) -> line.contains(" ERROR ") && line.contains(" io.processhub."))
            .count();
    }

    /** What the members know of some monitors, for those who have to find out. */
    String report(Collection<String> monitors) {
        return monitors.stream()
            .limit(3)
            .flatMap((id) -> living().values()
                .stream()
                .map((node) -> id + " as " + node.id() + " sees it: "
                        + node.api().get("/monitors/" + id).text().replaceFirst("\"results\".*", "")))
            .collect(Collectors.joining("\n"));
    }

    /** What was called in the last few intervals. */
    Calls recentCalls() {
        return this.target.callsAfter(System.nanoTime() - Verdict.MISSED * INTERVAL.toNanos());
    }

    /**
     * Whether all members are there and see each other, each monitor is called by one of
     * them, and all say by which.
     */
    boolean isWhole() {
        Calls calls = recentCalls();
        return living().size() == SIZE && calls.children().equals(this.monitors)
                && calls.byChild()
                    .values()
                    .stream()
                    .allMatch((each) -> each.stream().map(Target.Call::member).distinct().count() == 1)
                && living().values().stream().allMatch((node) -> sees(node, calls.callers()));
    }

    private static boolean sees(SampleCluster.Node node, Map<String, String> callers) {
        List<JsonNode> members = node.api().get("/cluster").list("members").toList();
        return members.size() == SIZE && callers.equals(SampleCluster.owners(node));
    }

    @Override
    public void close() {
        this.jvms.forEach(SampleJvm::close);
        this.target.close();
    }

}
