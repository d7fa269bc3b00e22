package io.processhub.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest results of a monitor. Written by the monitor, read by anyone. */
final class RecentCalls {

    static final int CAPACITY = 100;

    private final Deque<CallResult> results = new ArrayDeque<>();

    synchronized void add(CallResult result) {
        if (this.results.size() == CAPACITY) {
            this.results.removeLast();
        }
        this.results.addFirst(result);
    }

    /** Goes on from these results, newest first. */
    synchronized void replace(List<CallResult> known) {
        this.results.clear();
        known.reversed().forEach(this::add);
    }

    /** Newest first. */
    synchronized List<CallResult> list() {
        return List.copyOf(this.results);
    }

}
