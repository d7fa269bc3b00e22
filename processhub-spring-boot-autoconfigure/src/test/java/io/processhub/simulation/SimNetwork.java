package io.processhub.simulation;

import java.util.function.Function;

import io.processhub.coordination.Message;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;

/** Messages between nodes: late, out of order, and in bad times lost or doubled. */
final class SimNetwork {

    private final Scheduler scheduler;

    private final Function<String, @Nullable SimNode> nodes;

    private final @Nullable Bug bug;

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

    /** From now on every message arrives, and soon. */
    void calm() {
        this.lossy = false;
        this.calm = true;
    }

    void send(SimNode from, String to, Message message) {
        if (this.bug == Bug.NO_REPAIR && message instanceof Message.Digest) {
            return;
        }
        int copies = !this.lossy ? 1 : this.scheduler.chance(0.2) ? 0 : this.scheduler.chance(0.1) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            int slowest = (!this.calm && this.scheduler.chance(0.02)) ? 3000 : 20;
            this.scheduler.after(this.scheduler.millis(0, slowest), () -> deliver(from, to, message));
        }
    }

    private void deliver(SimNode from, String to, Message message) {
        SimNode node = this.nodes.apply(to);
        if (node != null && node.side() == from.side()) {
            node.traceHeard(from, message);
            node.signal(new Signal.Received(message));
        }
    }

}
