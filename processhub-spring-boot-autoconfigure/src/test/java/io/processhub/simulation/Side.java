package io.processhub.simulation;

import java.util.ArrayList;
import java.util.List;

import io.processhub.coordination.Signal;

/**
 * One side of the network, mostly the only one: nodes that reach each other, and the map
 * they share.
 */
final class Side {

    private final Scheduler scheduler;

    private final SimMap map;

    /**
     * Nodes that the cluster counts as its own, eldest first; some may be dead or cut
     * off, and not missed yet.
     */
    private final List<SimNode> nodes = new ArrayList<>();

    private final SimStates states = new SimStates();

    Side(Scheduler scheduler, SimMap map) {
        this.scheduler = scheduler;
        this.map = map;
    }

    SimMap map() {
        return this.map;
    }

    SimStates states() {
        return this.states;
    }

    List<SimNode> nodes() {
        return this.nodes;
    }

    List<SimNode> alive() {
        return this.nodes.stream().filter((node) -> node.isAlive() && node.side() == this).toList();
    }

    /**
     * Tells every node who is there, each in its own time, and never old news after new.
     */
    void announce() {
        this.map.nodes(List.copyOf(this.nodes));
        for (SimNode node : alive()) {
            this.scheduler.after(this.scheduler.millis(0, 100), () -> tell(node));
        }
    }

    void tell(SimNode node) {
        if (node.side() == this) {
            node.signal(new Signal.NodesChanged(node.address(), this.nodes.stream().map(SimNode::address).toList()));
        }
    }

    /** The cluster has missed a node. */
    void remove(SimNode node) {
        if (this.nodes.remove(node)) {
            announce();
        }
    }

}
