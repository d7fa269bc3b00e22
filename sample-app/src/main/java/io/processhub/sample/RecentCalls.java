package io.processhub.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The newest results of a monitor. Written by the monitor, read by anyone. */
final class RecentCalls {

    static final int CAPACITY = 100;

    private final Deque<CallResult> results = new ArrayDeque<>();

    private final Consumer<CallResult> store;

    /**
     * No results yet.
     * @param store is given each result as well, by the monitor's thread
     */
    RecentCalls(Consumer<CallResult> store) {
        this.store = store;
    }

    /** Fails if the result cannot be stored. */
    void add(CallResult result) {
        remember(result);
        this.store.accept(result);
    }

    private synchronized void remember(CallResult result) {
        if (this.results.size() == CAPACITY) {
            this.results.removeLast();
        }
        this.results.addFirst(result);
    }

    /** Newest first. */
    synchronized List<CallResult> list() {
        return List.copyOf(this.results);
    }

}
