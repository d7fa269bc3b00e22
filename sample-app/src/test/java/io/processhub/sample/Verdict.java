package io.processhub.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What the record of calls says of a time span. A monitor asks whether it may, then
 * calls, and the call arrives: between the first and the last it is in flight. So a call
 * by an old right may arrive after the first one by a newer right; but once that one has
 * arrived, no older right may be found valid any more.
 *
 * @param overlaps calls by a right that was found valid although a call by a newer one,
 * or by another member with the same one, had arrived
 * @param late longest time by which a call arrived after the first one by a newer right,
 * in milliseconds
 * @param gap longest time without a call of one monitor, minus its interval, in
 * milliseconds
 * @param lost monitors that nobody calls for any more
 * @param starts each member, epoch and incarnation that was new
 */
record Verdict(List<String> overlaps, long late, long gap, Set<String> lost, List<String> starts) {

    /** A monitor that has missed as many calls as this is lost. */
    static final int MISSED = 5;

    /**
     * A time span.
     *
     * @param begin on the clock of the record
     * @param end on the clock of the record
     */
    record Span(long begin, long end) {
    }

    /** Judges all monitors; the right that each had before the time span counts. */
    static Verdict of(Calls calls, Set<String> children, Duration interval, Span span) {
        List<History> histories = children.stream()
            .map((child) -> new History(calls.byChild().getOrDefault(child, List.of()), span))
            .toList();
        Set<String> alive = calls.after(span.end() - MISSED * interval.toNanos()).children();
        Set<String> lost = new TreeSet<>(children);
        lost.removeAll(alive);
        return new Verdict(histories.stream().flatMap((history) -> history.overlaps.stream()).toList(),
                histories.stream().mapToLong((history) -> millis(history.late)).max().orElse(0),
                histories.stream().mapToLong((history) -> millis(history.gap - interval.toNanos())).max().orElse(0),
                lost, histories.stream().flatMap((history) -> history.starts.stream()).toList());
    }

    private static long millis(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /** Monitors with calls that overlap. */
    Set<String> overlapping() {
        return this.overlaps.stream()
            .map((overlap) -> overlap.substring(0, overlap.indexOf(':')))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What one monitor did, call by call. */
    private static final class History {

        private final List<String> overlaps = new ArrayList<>();

        private final List<String> starts = new ArrayList<>();

        private final Set<Right> known = new HashSet<>();

        private long late;

        private long gap;

        private Target.@Nullable Call newest;

        History(List<Target.Call> calls, Span span) {
            long last = span.begin();
            for (Target.Call call : calls) {
                if (call.nanos() <= span.begin()) {
                    this.newest = call;
                    this.known.add(Right.of(call));
                }
                else if (call.nanos() <= span.end()) {
                    this.gap = Math.max(this.gap, call.nanos() - last);
                    last = call.nanos();
                    add(call);
                }
            }
            this.gap = Math.max(this.gap, span.end() - last);
        }

        private void add(Target.Call call) {
            if (this.known.add(Right.of(call))) {
                this.starts.add(call.toString());
            }
            Target.Call first = this.newest;
            if (first == null || call.epoch() > first.epoch()) {
                this.newest = call;
            }
            else if (call.epoch() < first.epoch() || !call.member().equals(first.member())) {
                compare(first, call);
            }
        }

        private void compare(Target.Call first, Target.Call call) {
            this.late = Math.max(this.late, call.nanos() - first.nanos());
            if (call.asked() > first.nanos() || call.epoch() == first.epoch()) {
                this.overlaps.add(call.child() + ": " + call + " after " + first);
            }
        }

    }

    private record Right(String member, long epoch, int incarnation) {

        static Right of(Target.Call call) {
            return new Right(call.member(), call.epoch(), call.incarnation());
        }

    }

}
