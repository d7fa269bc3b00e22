package io.processhub.simulation;

import java.util.HashMap;
import java.util.Map;

import io.processhub.ChildKey;

/**
 * What children had counted up to when they were handed over: their successors have to go
 * on from there, unless the network was split or merged in between.
 */
final class SimMemory {

    private final Map<ChildKey, Last> handed = new HashMap<>();

    private long continued;

    private record Last(long startId, long count, Side side) {
    }

    /** Its state is safe, and it does not work any more. */
    void handedOver(SimChild child, Side side) {
        this.handed.put(child.key(), new Last(child.startId(), child.count(), side));
    }

    /** A child is up. */
    void continued(SimChild child, SimNode node) {
        Last last = this.handed.remove(child.key());
        if (last != null && last.startId() == child.startId() && last.side() == node.side()) {
            this.continued++;
            if (child.count() != last.count()) {
                throw new AssertionError(child.key() + " goes on from " + child.count() + " on " + node.name()
                        + ", not from " + last.count());
            }
        }
    }

    /** Forgets everything: the sides of a split do not know what the other one does. */
    void forget() {
        this.handed.clear();
    }

    /** How often a child went on where another one had stopped. */
    long continuations() {
        return this.continued;
    }

}
