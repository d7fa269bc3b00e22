package io.processhub.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.StartResult;
import io.processhub.StopResult;
import io.processhub.coordination.Signal;

/** The application: starts and stops children, and remembers what it was promised. */
final class SimClient {

    private final Map<Long, Set<ChildKey>> stopping = new HashMap<>();

    private final Set<ChildKey> promised = new TreeSet<>();

    /** Starts without an answer, and what was stopped meanwhile. */
    private final Map<Long, Set<ChildKey>> starting = new HashMap<>();

    /** Children that were stopped during a split. */
    private final Set<ChildKey> disputed = new HashSet<>();

    private boolean split;

    private long requests;

    private int answers;

    void start(SimNode node, List<ChildSpec> specs) {
        Set<ChildKey> overlapped = new HashSet<>();
        this.stopping.values().forEach(overlapped::addAll);
        this.starting.put(++this.requests, overlapped);
        node.signal(new Signal.Start(this.requests, specs, List.of(), false, Duration.ofSeconds(10)));
    }

    /**
     * From now on the child may run or not, and so it is with children whose start is
     * going on at the same time.
     */
    void stop(SimNode node, List<ChildKey> keys) {
        this.promised.removeAll(keys);
        this.disputed.addAll(this.split ? keys : List.of());
        this.starting.values().forEach((overlapped) -> overlapped.addAll(keys));
        this.stopping.put(++this.requests, new HashSet<>(keys));
        node.signal(new Signal.Stop(this.requests, keys, Duration.ofSeconds(10)));
    }

    void started(long request, StartResult result) {
        this.answers++;
        Set<ChildKey> overlapped = this.starting.getOrDefault(request, Set.of());
        this.starting.remove(request);
        result.started()
            .keySet()
            .stream()
            .filter((key) -> !overlapped.contains(key) && !this.disputed.contains(key))
            .forEach(this.promised::add);
    }

    void stopped(long request, StopResult result) {
        this.answers++;
        if (result.errors().isEmpty()) {
            this.stopping.remove(request);
        }
    }

    /**
     * While the network is split, a stop on one side and a start on the other contradict
     * each other; either may win.
     */
    void split(boolean split) {
        this.split = split;
        if (!split) {
            this.disputed.clear();
        }
    }

    /**
     * No one can be blamed for the loss of this child: nobody who lived had heard of it.
     */
    void excuse(ChildKey key) {
        this.promised.remove(key);
    }

    /** Children that must run once things are quiet. */
    Set<ChildKey> promised() {
        return this.promised;
    }

    int answers() {
        return this.answers;
    }

}
