package io.processhub.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.processhub.coordination.Message;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;

/** Messages between nodes: late, out of order, and in bad times lost or doubled. */
final class SimNetwork {

    private final Scheduler scheduler;

    private final Function<String, @Nullable SimNode> nodes;

    private final @Nullable Bug bug;

    /** Ways that are cut, and until when. */
    private final Map<String, Instant> cuts = new HashMap<>();

    private Weather weather = Weather.FAIR;

    private boolean reliable;

    private boolean lossy;

    private boolean calm;

    SimNetwork(Scheduler scheduler, Function<String, @Nullable SimNode> nodes, @Nullable Bug bug) {
        this.scheduler = scheduler;
        this.nodes = nodes;
        this.bug = bug;
    }

    boolean isLossy() {
        return this.lossy;
    }

    void lossy(boolean lossy) {
        this.lossy = lossy;
    }

    /** What becomes of messages from now on, beside all other trouble. */
    void weather(Weather weather) {
        this.weather = weather;
    }

    /** From now on every message arrives, some of them late. */
    void reliable() {
        this.reliable = true;
    }

    /** From now on every message arrives, and soon. */
    void calm() {
        this.lossy = false;
        this.calm = true;
        this.cuts.clear();
    }

    /** Messages from one node to another get lost for a while; answers do not. */
    void cut(SimNode from, SimNode to, Duration duration) {
        String way = way(from, to);
        this.cuts.put(way, this.scheduler.now().plus(duration));
    }

    private boolean isCut(SimNode from, SimNode to) {
        return !this.reliable && this.scheduler.now().isBefore(this.cuts.getOrDefault(way(from, to), Instant.MIN));
    }

    /** Whether a member takes its own vote for granted; changed by a {@link Mutant}. */
    private static boolean isUnchecked() {
        return false;
    }

    private static String way(SimNode from, SimNode to) {
        return from.name() + ">" + to.name();
    }

    void send(SimNode from, String to, Message message) {
        if (this.bug == Bug.NO_REPAIR && message instanceof Message.Digest) {
            return;
        }
        int copies = (!this.lossy || this.reliable) ? 1
                : this.scheduler.chance(0.2) ? 0 : this.scheduler.chance(0.1) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            int slowest = (!this.calm && this.scheduler.chance(0.02)) ? 3000 : 20;
            Duration delay = this.scheduler.millis(0, slowest).plus(this.weather.delay(from, to, message));
            this.scheduler.after(delay, () -> deliver(from, to, message));
        }
    }

    private void deliver(SimNode from, String to, Message message) {
        SimNode node = this.nodes.apply(to);
        if (node == null || node.side() != from.side() || isCut(from, node)) {
            return;
        }
        if (node.isWithoutHub()) {
            from.signal(new Signal.Absent(to));
        }
        else {
            node.heard(from, message);
            boolean unchecked = node == from && isUnchecked();
            node.signal(new Signal.Received(unchecked ? SelfConfidence.of(message) : message));
        }
    }

}
