package io.processhub.benchmarks.cluster;

import java.io.IOException;
import java.util.Arrays;

import io.processhub.benchmarks.report.Figure;
import io.processhub.benchmarks.report.Report;

/** The life of one cluster: each figure once. */
final class Trial {

    private static final int WARM_UP = 3;

    private static final int SINGLE = 300;

    private final Report report;

    private final Settings settings;

    private final String strategy;

    private final int children;

    Trial(Report report, Settings settings, String strategy, int children) {
        this.report = report;
        this.settings = settings;
        this.strategy = strategy;
        this.children = children;
    }

    /**
     * Plays it.
     * @param run number of the run, which says who is killed
     */
    void play(int run) throws IOException {
        try (BenchCluster cluster = new BenchCluster(this.settings, this.strategy)) {
            this.report.noteLoad();
            cluster.add(3).forEach((micros) -> millis("member: start of the JVM to ready, three at once", micros));
            if (!this.settings.killsOnly()) {
                startAndStop(cluster);
            }
            start(cluster, "before the kills");
            Changes changes = new Changes(cluster, this.children, this::millis, this::percentiles);
            kill(cluster, changes, run % 3, "first");
            for (int i = 0; i < WARM_UP; i++) {
                kill(cluster, changes, 2, "second to last");
            }
            kill(cluster, changes, 2, "warm");
            if (!this.settings.killsOnly()) {
                changes.joinAndLeave();
            }
        }
    }

    /** Of three members, eldest first; another one comes in its place. */
    private static void kill(BenchCluster cluster, Changes changes, int index, String when) throws IOException {
        changes.kill(index, when);
        cluster.add(1);
        changes.awaitBalance();
    }

    private void startAndStop(BenchCluster cluster) {
        long empty = heap(cluster);
        start(cluster, "fresh JVMs");
        perChild("heap per child, whole cluster", heap(cluster) - empty);
        stop(cluster, "fresh JVMs");
        for (int i = 0; i < WARM_UP; i++) {
            start(cluster, (i < WARM_UP - 1) ? "warming up" : "warm");
            stop(cluster, (i < WARM_UP - 1) ? "warming up" : "warm");
        }
        single(cluster);
    }

    private static long heap(BenchCluster cluster) {
        return cluster.all("heap").stream().mapToLong(Long::parseLong).sum();
    }

    private void start(BenchCluster cluster, String when) {
        String registered = "registered 0 " + this.children + " -";
        long cpu = cluster.cpu();
        cluster.first().send("start 0 " + this.children);
        cluster.members().forEach((member) -> member.send(registered));
        String[] call = cluster.first().receive().split(" ");
        long began = Long.parseLong(call[0]);
        long latest = cluster.members()
            .stream()
            .mapToLong((member) -> Long.parseLong(member.receive()))
            .max()
            .orElseThrow();
        Summary summary = Summary.awaitRunning(cluster, this.children);
        millis("start in one call: processor time of all members, " + when, (cluster.cpu() - cpu) / 1000);
        millis("start in one call: answered, " + when, Long.parseLong(call[1]) - began);
        millis("start in one call: all run, " + when, summary.lastBegin() - began);
        millis("start in one call: all run, registered on every member, " + when,
                Math.max(latest, summary.lastBegin()) - began);
    }

    private void stop(BenchCluster cluster, String when) {
        cluster.first().send("stop 0 " + this.children);
        cluster.members().forEach((member) -> member.send("unregistered 0 " + this.children));
        String[] call = cluster.first().receive().split(" ");
        cluster.members().forEach(MemberProcess::receive);
        Summary.awaitRunning(cluster, 0);
        millis("stop in one call: answered, all ended, " + when, Long.parseLong(call[1]) - Long.parseLong(call[0]));
    }

    private void single(BenchCluster cluster) {
        cluster.first().ask("single " + SINGLE);
        double[] micros = Arrays.stream(cluster.first().ask("single " + SINGLE).split(" "))
            .mapToDouble((nanos) -> Double.parseDouble(nanos) / 1000)
            .toArray();
        Summary.awaitRunning(cluster, 0);
        this.report.add("single awaited start, p50", this.strategy, 0, "µs", Figure.quantile(micros, 0.5));
        this.report.add("single awaited start, p99", this.strategy, 0, "µs", Figure.quantile(micros, 0.99));
    }

    private void millis(String what, long micros) {
        this.report.add(what, this.strategy, this.children, "ms", micros / 1000.0);
    }

    private void perChild(String what, long bytes) {
        this.report.add(what, this.strategy, this.children, "B", (double) bytes / this.children);
    }

    private void percentiles(String what, double[] micros) {
        for (double share : new double[] { 0.5, 0.99, 1 }) {
            millis(what + ((share == 1) ? ", longest" : ", p" + Math.round(100 * share)),
                    Math.round(Figure.quantile(micros, share)));
        }
    }

}
