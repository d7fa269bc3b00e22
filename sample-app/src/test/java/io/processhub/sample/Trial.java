package io.processhub.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.processhub.sample.Links.Refusal;
import io.processhub.sample.Links.Way;
import io.processhub.sample.Verdict.Span;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One fault, played to a cluster that is whole, until it is whole again. Members are
 * named by age: 0 is the eldest when the trial begins.
 */
final class Trial {

    /** A trial ends after this time even if the cluster is not whole again. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Duration TO_BE_CALLED = Duration.ofSeconds(5);

    final FaultCluster cluster;

    private final List<Integer> places;

    private final long begin = System.nanoTime();

    private final long errors;

    private long struck = this.begin;

    private long healed = this.begin;

    private long takenOver = -1;

    private long silent = -1;

    Trial(FaultCluster cluster) {
        this.cluster = cluster;
        this.places = cluster.eldestFirst();
        this.errors = cluster.errors();
    }

    /** Something that is done to members one by one. */
    interface Action {

        void perform(SampleJvm jvm) throws Exception;

    }

    List<Integer> places(Collection<Integer> ages) {
        return ages.stream().map(this.places::get).toList();
    }

    /** Does it to some members, as fast as it can. */
    void each(List<Integer> ages, Action action) throws Exception {
        List<SampleJvm> jvms = places(ages).stream().map(this.cluster::jvm).toList();
        this.struck = System.nanoTime();
        for (SampleJvm jvm : jvms) {
            action.perform(jvm);
        }
        this.healed = System.nanoTime();
    }

    /** How long it took to do it to all. */
    Duration strike() {
        return Duration.ofNanos(this.healed - this.struck);
    }

    /** Waits until these have ended, and starts their successors at the same moment. */
    void replace(List<Integer> ages) throws Exception {
        for (int place : places(ages)) {
            this.cluster.jvm(place).exitCode();
        }
        this.cluster.start(places(ages));
        this.healed = System.nanoTime();
    }

    void split(Refusal refusal, List<List<Integer>> groups) throws IOException {
        cut(refusal, Way.between(groups.stream().map(this::places).toList()));
    }

    void cut(Refusal refusal, Set<Way> ways) throws IOException {
        this.cluster.links.cut(ways, refusal);
        this.struck = System.nanoTime();
    }

    /** Ends what happens to links, after making sure that something did. */
    void heal() throws IOException {
        assertThat(this.cluster.links.hits()).as("packets that the fault has hit").isPositive();
        this.cluster.links.heal();
        this.healed = System.nanoTime();
    }

    /** Lets the time pass. */
    static void hold(Duration time) {
        hold(System.nanoTime(), time);
    }

    /** Lets the fault last as long. */
    void holdUntil(Duration time) {
        hold(this.struck, time);
    }

    private static void hold(long begin, Duration time) {
        await(time.plusSeconds(5)).pollInterval(Duration.ofMillis(10))
            .until(() -> System.nanoTime() - begin >= time.toNanos());
    }

    /** Waits until these call every monitor. Goes on if they do not. */
    void awaitTakeover(List<Integer> ages) {
        Set<String> ids = this.cluster.ids(places(ages));
        try {
            await(Duration.ofSeconds(30)).until(() -> called(ids).equals(this.cluster.monitors));
            this.takenOver = this.cluster.monitors.stream()
                .mapToLong((monitor) -> firstCall(monitor, ids))
                .max()
                .orElseThrow();
        }
        catch (ConditionTimeoutException ex) {
            this.takenOver = Long.MAX_VALUE;
        }
    }

    private Set<String> called(Set<String> ids) {
        Calls calls = this.cluster.recentCalls();
        Set<String> called = new HashSet<>();
        ids.forEach((id) -> calls.byChild().forEach((child, each) -> {
            if (each.stream().anyMatch((call) -> call.member().equals(id))) {
                called.add(child);
            }
        }));
        return called;
    }

    /** Time from the fault to the first call that one of these makes after it. */
    private long firstCall(String monitor, Set<String> ids) {
        return this.cluster.target.callsAfter(this.struck)
            .byChild()
            .getOrDefault(monitor, List.of())
            .stream()
            .filter((call) -> ids.contains(call.member()))
            .mapToLong(Target.Call::nanos)
            .findFirst()
            .orElseThrow() - this.struck;
    }

    /**
     * Finds out how long after the fault these found a right of theirs valid for the last
     * time. To be asked before the fault ends.
     */
    void noteSilence(List<Integer> ages) {
        Set<String> ids = this.cluster.ids(places(ages));
        long last = this.cluster.target.callsAfter(this.struck)
            .byChild()
            .values()
            .stream()
            .flatMap(List::stream)
            .filter((call) -> ids.contains(call.member()))
            .mapToLong(Target.Call::asked)
            .max()
            .orElse(this.struck);
        this.silent = Math.max(0, last - this.struck);
    }

    /** Makes sure that these refuse to start and stop, and say why, if they must. */
    void assertRefused(List<Integer> ages) {
        if (this.cluster.needsQuorum()) {
            String monitor = this.cluster.monitors.iterator().next();
            places(ages).forEach((place) -> Refusals.assertAllOf(this.cluster.node(place).api(), monitor));
        }
    }

    /** Waits until the cluster is whole again, and judges. */
    FaultReport end(String strategy, Fault fault) {
        boolean whole = true;
        try {
            await(LONGEST).ignoreExceptions().until(this.cluster::isWhole);
        }
        catch (ConditionTimeoutException ex) {
            whole = false;
        }
        long end = System.nanoTime();
        awaitCalls(end);
        Verdict verdict = Verdict.of(this.cluster.target.calls(), this.cluster.monitors, FaultCluster.INTERVAL,
                new Span(this.begin, end));
        return new FaultReport(strategy, fault, verdict, this.silent, this.takenOver,
                whole ? end - this.healed : Long.MAX_VALUE, end - this.begin, this.cluster.errors() - this.errors);
    }

    /** A monitor that is on its way to another member is not lost yet. */
    private void awaitCalls(long since) {
        try {
            await(TO_BE_CALLED)
                .until(() -> this.cluster.target.callsAfter(since).children().equals(this.cluster.monitors));
        }
        catch (ConditionTimeoutException ex) {
            Set<String> lost = new TreeSet<>(this.cluster.monitors);
            lost.removeAll(this.cluster.target.callsAfter(since).children());
            System.out.println(this.cluster.report(lost));
        }
    }

    private static ConditionFactory await(Duration longest) {
        return Awaitility.await().atMost(longest).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(100));
    }

}
