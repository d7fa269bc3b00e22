package io.processhub.runtime;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.processhub.ChildKey;

/**
 * Hears every number that every {@link Pulse} counts, and notes what should not be: a
 * number that is missing or comes twice, an epoch that is past, two that run at once.
 */
final class PulseWitness {

    private final Map<ChildKey, Beat> last = new ConcurrentHashMap<>();

    private final Map<ChildKey, Integer> running = new ConcurrentHashMap<>();

    private final Map<ChildKey, Long> stopped = new ConcurrentHashMap<>();

    private final Queue<Long> pauses = new ConcurrentLinkedQueue<>();

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    private record Beat(long epoch, long count) {
    }

    void begins(ChildKey key) {
        Long end = this.stopped.remove(key);
        if (this.running.merge(key, 1, Integer::sum) > 1) {
            this.faults.add(key + " runs twice");
        }
        else if (end != null) {
            this.pauses.add(System.nanoTime() - end);
        }
    }

    void ends(ChildKey key) {
        this.running.merge(key, -1, Integer::sum);
        this.stopped.put(key, System.nanoTime());
    }

    void hears(ChildKey key, long epoch, long count) {
        Beat beat = new Beat(epoch, count);
        Beat before = this.last.put(key, beat);
        if (before != null && (before.count() + 1 != count || before.epoch() > epoch)) {
            this.faults.add(key + ": " + before + ", then " + beat);
        }
    }

    /** How many children were heard, whose count is at least so much. */
    long heard(long least) {
        return this.last.values().stream().filter((beat) -> beat.count() >= least).count();
    }

    /** What should not be. */
    List<String> faults() {
        return List.copyOf(this.faults);
    }

    /** Times during which a child ran nowhere, in order of length. */
    List<Long> pauses() {
        return this.pauses.stream().sorted().toList();
    }

}
