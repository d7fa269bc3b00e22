package io.processhub.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Members of one hub in JVMs of their own, on loopback. */
final class BenchCluster implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration LONGEST_TO_IDLE = Duration.ofSeconds(30);

    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    private final List<MemberProcess> members = new ArrayList<>();

    private final Settings settings;

    private final String strategy;

    private final String name;

    private final List<MemberProcess> launched = new ArrayList<>();

    BenchCluster(Settings settings, String strategy) {
        this.settings = settings;
        this.strategy = strategy;
        this.name = "bench-" + ProcessHandle.current().pid() + "-" + CLUSTERS.incrementAndGet();
    }

    /** Starts members at the same time; answers how long each took, in microseconds. */
    List<Long> add(int count) throws IOException {
        List<MemberProcess> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MemberProcess member = launch();
            this.members.add(member);
            added.add(member);
        }
        List<Long> micros = added.stream().map(MemberProcess::awaitReady).toList();
        all("members " + this.members.size());
        return micros;
    }

    /** Starts a member that is not counted as one of the cluster's. */
    MemberProcess launch() throws IOException {
        Path log = this.settings.logs().resolve(this.name + "-" + (this.launched.size() + 1) + ".log");
        Files.createDirectories(this.settings.logs());
        MemberProcess member = MemberProcess.launch(this.settings.jvm(), arguments(), log);
        this.launched.add(member);
        return member;
    }

    private List<String> arguments() {
        Stream<String> common = Stream.of("--spring.application.name=" + this.name,
                "--processhub.cluster.port=" + this.settings.port(), "--spring.main.banner-mode=off",
                "--processhub.partition-tolerance.strategy=" + this.strategy);
        Stream<String> quorum = switch (this.strategy) {
            case "static-quorum" -> Stream.of("--processhub.partition-tolerance.static-quorum.quorum-size=2");
            case "majority-quorum" ->
                Stream.of("--processhub.partition-tolerance.majority-quorum.initial-cluster-size=3");
            default -> Stream.of();
        };
        return Stream.concat(common, quorum).toList();
    }

    List<MemberProcess> members() {
        return this.members;
    }

    MemberProcess first() {
        return this.members.getFirst();
    }

    /** Tells all members, then collects their answers. */
    List<String> all(String command) {
        this.members.forEach((member) -> member.send(command));
        return this.members.stream().map(MemberProcess::receive).toList();
    }

    /** The latest of the times that all members answer. */
    long latest(String command) {
        return all(command).stream().mapToLong(Long::parseLong).max().orElseThrow();
    }

    /**
     * Waits until the members use little processor time, as they do when nothing happens:
     * compilers and garbage collectors go on for a while after much has happened. Goes on
     * after half a minute.
     */
    void awaitIdle() {
        long end = System.nanoTime() + LONGEST_TO_IDLE.toNanos();
        long last = cpu();
        long used = Long.MAX_VALUE;
        while (used > LOOK.toNanos() / 5 && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
            long now = cpu();
            used = now - last;
            last = now;
        }
    }

    /** Nanoseconds of processor time that the members have used together. */
    long cpu() {
        return all("cpu").stream().mapToLong(Long::parseLong).sum();
    }

    @Override
    public void close() {
        this.launched.forEach(MemberProcess::end);
    }

}
