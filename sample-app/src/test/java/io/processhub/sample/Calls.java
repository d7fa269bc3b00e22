package io.processhub.sample;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who called what.
 *
 * @param byChild the calls of each monitor, in the order in which they arrived
 */
record Calls(SortedMap<String, List<Target.Call>> byChild) {

    static Calls of(Stream<Target.Call> calls) {
        return new Calls(calls.sorted(Comparator.comparingLong(Target.Call::nanos))
            .collect(Collectors.groupingBy(Target.Call::child, TreeMap::new, Collectors.toList())));
    }

    /** The calls that came after a moment. */
    Calls after(long nanos) {
        return of(this.byChild.values().stream().flatMap(List::stream).filter((call) -> call.nanos() > nanos));
    }

    Set<String> children() {
        return this.byChild.keySet();
    }

    /** The member that called last, for each monitor. */
    Map<String, String> callers() {
        return this.byChild.entrySet()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().getLast().member()));
    }

    /** The monitors that a member called last. */
    Set<String> calledBy(String member) {
        return callers().entrySet()
            .stream()
            .filter((entry) -> entry.getValue().equals(member))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    }

    /**
     * Every call after one with a greater epoch, or after one of another member with the
     * same: two ran at once.
     */
    List<String> overlaps() {
        return changes().filter((change) -> change.to().epoch() <= change.from().epoch())
            .map(Change::toString)
            .toList();
    }

    /**
     * Milliseconds from the last call of one member to the first of the next, if that
     * came after a moment; sorted.
     */
    List<Long> gaps(long since) {
        return changes().filter((change) -> change.to().nanos() > since).map(Change::millis).sorted().toList();
    }

    /** Milliseconds from a moment to the first call of each next member; sorted. */
    List<Long> waits(long since) {
        return changes().mapToLong((change) -> change.to().nanos() - since)
            .filter((nanos) -> nanos > 0)
            .mapToObj(TimeUnit.NANOSECONDS::toMillis)
            .sorted()
            .toList();
    }

    /** Each pair of calls, one after the other, of two members or by two rights. */
    private Stream<Change> changes() {
        return this.byChild.values()
            .stream()
            .flatMap((calls) -> IntStream.range(1, calls.size())
                .mapToObj((i) -> new Change(calls.get(i - 1), calls.get(i)))
                .filter(Change::isOne));
    }

    private record Change(Target.Call from, Target.Call to) {

        boolean isOne() {
            return this.from.epoch() != this.to.epoch() || !this.from.member().equals(this.to.member());
        }

        long millis() {
            return TimeUnit.NANOSECONDS.toMillis(this.to.nanos() - this.from.nanos());
        }

    }

}
