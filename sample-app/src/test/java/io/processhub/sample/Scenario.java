package io.processhub.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A cluster, what its monitors call, and what happens to both. */
final class Scenario implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    final Target target;

    final SampleCluster cluster;

    final Figures figures;

    private int monitors;

    private Map<String, String> seen = Map.of();

    Scenario(String name, String title, String... options) throws IOException {
        this.target = new Target();
        this.cluster = new SampleCluster(name, options);
        this.figures = new Figures(title);
    }

    /** Something that is done to the cluster. */
    interface Action {

        void perform() throws Exception;

    }

    /** Imports monitors of this scenario's target, all with the same interval. */
    void importMonitors(int count) {
        String file = IntStream.range(0, count)
            .mapToObj((i) -> String.format("site-%04d,%s,%dms%n", i, this.target.url("/" + i), INTERVAL.toMillis()))
            .collect(Collectors.joining("", "id,url,interval\n", ""));
        long begin = System.nanoTime();
        assertThat(this.cluster.nodes().getFirst().api().postCsv(file).status()).isEqualTo(201);
        this.figures.add("import of " + count + ", answered after ms", millisSince(begin));
        expectMonitors(count);
    }

    void expectMonitors(int count) {
        this.monitors = count;
    }

    /**
     * Waits until each monitor is called by a living member, and the registries of all
     * members say by which.
     */
    Map<String, String> settled() {
        await().pollInterval(Duration.ofSeconds(1)).until(() -> {
            Map<String, String> before = this.seen;
            this.seen = this.target.calls().after(System.nanoTime() - 2 * INTERVAL.toNanos()).callers();
            return this.seen.size() == this.monitors && this.seen.equals(before) && this.cluster.agreesWith(this.seen)
                    && ids().containsAll(this.seen.values());
        });
        return this.seen;
    }

    private Set<String> ids() {
        return this.cluster.nodes().stream().map(SampleCluster.Node::id).collect(Collectors.toSet());
    }

    /** Does something to a settled cluster, and waits until it is settled again. */
    Change change(String what, Action action) throws Exception {
        Map<String, String> before = settled();
        long begin = System.nanoTime();
        action.perform();
        long done = System.nanoTime();
        Map<String, String> after = settled();
        Calls calls = this.target.calls();
        Change change = new Change(before, after, calls.gaps(begin), calls.waits(begin));
        this.figures.add(what + ": took ms", TimeUnit.NANOSECONDS.toMillis(done - begin));
        this.figures.add(what + ": monitors that moved", change.moved().size());
        this.figures.add(what + ": gap minus interval, median / max ms", change.gap(0.5) + " / " + change.gap(1));
        this.figures.add(what + ": called again after, median / max ms", change.waited(0.5) + " / " + change.waited(1));
        return change;
    }

    /**
     * What followed an action.
     *
     * @param before caller of each monitor
     * @param after caller of each monitor
     * @param gaps milliseconds between the calls of the old and the new caller, sorted
     * @param waits milliseconds from the action to the calls of the new caller, sorted
     */
    record Change(Map<String, String> before, Map<String, String> after, List<Long> gaps, List<Long> waits) {

        /** Monitors that changed their member. */
        Set<String> moved() {
            return this.before.keySet()
                .stream()
                .filter((id) -> !Objects.equals(this.before.get(id), this.after.get(id)))
                .collect(Collectors.toSet());
        }

        /** Monitors that were called by these members. */
        Set<String> were(Set<String> members) {
            return of(this.before, members);
        }

        /** Monitors that are now called by these members. */
        Set<String> are(Set<String> members) {
            return of(this.after, members);
        }

        private static Set<String> of(Map<String, String> callers, Set<String> members) {
            return callers.keySet()
                .stream()
                .filter((id) -> members.contains(callers.get(id)))
                .collect(Collectors.toSet());
        }

        /**
         * A quantile of the time by which the first call of the new member came too late.
         */
        long gap(double quantile) {
            return this.gaps.isEmpty() ? 0 : at(quantile, this.gaps) - INTERVAL.toMillis();
        }

        /**
         * A quantile of the time from the beginning of the action to the first call of
         * the new member.
         */
        long waited(double quantile) {
            return this.waits.isEmpty() ? 0 : at(quantile, this.waits);
        }

        private static long at(double quantile, List<Long> sorted) {
            return sorted.get((int) Math.round((sorted.size() - 1) * quantile));
        }

    }

    /**
     * No monitor was called by two members at once, or by an older right after a newer
     * one.
     */
    void assertNeverTwoAtOnce() {
        assertThat(this.target.calls().overlaps()).isEmpty();
        this.figures.add("calls, all by one member at a time",
                this.target.calls().byChild().values().stream().mapToInt(List::size).sum());
    }

    static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        this.figures.print();
        this.cluster.close();
        this.target.close();
    }

}
