package io.processhub.benchmarks.cluster;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Members that come and go while children run, and what the children notice of it. */
final class Changes {

    private final BenchCluster cluster;

    private final int children;

    private final ObjLongConsumer<String> micros;

    private final BiConsumer<String, double[]> distributions;

    Changes(BenchCluster cluster, int children, ObjLongConsumer<String> micros,
            BiConsumer<String, double[]> distributions) {
        this.cluster = cluster;
        this.children = children;
        this.micros = micros;
        this.distributions = distributions;
    }

    /** When a child began and ended on one member. */
    private record Times(long begin, long end) {
    }

    /**
     * Ends a member of a quiet cluster as kill -9 does, and waits until its children run
     * elsewhere.
     */
    void kill(int index, String when) {
        this.cluster.awaitIdle();
        MemberProcess victim = this.cluster.members().remove(index);
        long cpu = this.cluster.cpu();
        long killed = victim.kill();
        long registered = this.cluster.latest("registered 0 " + this.children + " " + victim.id());
        Summary summary = Summary.awaitRunning(this.cluster, this.children);
        long used = this.cluster.cpu() - cpu;
        victim.end();
        double[] gaps = this.cluster.members()
            .stream()
            .flatMap((member) -> since(member, killed).values().stream())
            .mapToDouble((times) -> times.begin() - killed)
            .toArray();
        String what = "kill -9 of one of three, " + when + ": ";
        this.micros.accept(what + "until seen by all", this.cluster.latest("changed") - killed);
        this.micros.accept(what + "until the first child runs again",
                Math.round(Arrays.stream(gaps).min().orElseThrow()));
        this.micros.accept(what + "until all run again", summary.lastBegin() - killed);
        this.micros.accept(what + "until registered on every member", registered - killed);
        this.micros.accept(what + "processor time of the two others", used / 1000);
    }

    /**
     * Waits until all children run where they belong, and Hazelcast has moved its
     * backups.
     */
    void awaitBalance() {
        this.cluster.all(balanced(this.cluster.members().size()));
        Summary.awaitRunning(this.cluster, this.children);
        this.cluster.all("safe");
    }

    private String balanced(int members) {
        return "balanced 0 " + this.children + " " + members;
    }

    /** Lets a fourth member join, and leave in order. */
    void joinAndLeave() throws IOException {
        MemberProcess newcomer = this.cluster.launch();
        this.cluster.members().forEach((member) -> member.send(balanced(4)));
        newcomer.awaitReady();
        newcomer.send(balanced(4));
        long balanced = Math.max(latestAnswer(), Long.parseLong(newcomer.receive()));
        long joined = this.cluster.all("changed").stream().mapToLong(Long::parseLong).min().orElseThrow();
        this.micros.accept("join of a fourth: from seen to balanced", balanced - joined);
        this.distributions.accept("join of a fourth: pause of a child", gaps(joined, newcomer, this.cluster.members()));
        leave(newcomer);
    }

    private void leave(MemberProcess leaver) {
        this.cluster.members().forEach((member) -> member.send(balanced(3)));
        String[] times = leaver.ask("leave").split(" ");
        long began = Long.parseLong(times[0]);
        long balanced = latestAnswer();
        this.micros.accept("graceful leave of the fourth: until balanced without it", balanced - began);
        this.micros.accept("graceful leave of the fourth: until its context is closed",
                Long.parseLong(times[1]) - began);
        Map<String, Times> begun = new HashMap<>();
        this.cluster.members().forEach((member) -> begun.putAll(since(member, began)));
        this.distributions.accept("graceful leave of the fourth: pause of a child", gaps(since(leaver, began), begun));
        leaver.end();
    }

    private long latestAnswer() {
        return this.cluster.members()
            .stream()
            .mapToLong((member) -> Long.parseLong(member.receive()))
            .max()
            .orElseThrow();
    }

    private static double[] gaps(long since, MemberProcess target, List<MemberProcess> sources) {
        Map<String, Times> ended = new HashMap<>();
        sources.forEach((member) -> ended.putAll(since(member, since)));
        return gaps(ended, since(target, since));
    }

    private static double[] gaps(Map<String, Times> ended, Map<String, Times> begun) {
        return begun.entrySet()
            .stream()
            .flatMap((entry) -> Stream.ofNullable(ended.get(entry.getKey()))
                .map((old) -> entry.getValue().begin() - old.end()))
            .mapToDouble(Long::doubleValue)
            .toArray();
    }

    private static Map<String, Times> since(MemberProcess member, long time) {
        return Arrays.stream(member.ask("since " + time).split(" "))
            .filter((text) -> !text.isEmpty())
            .map((text) -> text.split(":"))
            .collect(Collectors.toMap((parts) -> parts[0],
                    (parts) -> new Times(Long.parseLong(parts[1]), Long.parseLong(parts[2]))));
    }

}
