package io.processhub.simulation;

import java.util.HashMap;
import java.util.Map;

import io.processhub.ChildKey;
import org.jspecify.annotations.Nullable;

/**
 * What children had counted up to when it was acknowledged that this is kept: whoever is
 * active next has to go on from there, unless the network was split or merged in between.
 */
final class SimMemory {

    private final Map<ChildKey, Last> kept = new HashMap<>();

    private long continued;

    private long promoted;

    private record Last(long startId, long count, Side side, boolean handedOver) {
    }

    /** Its state is safe, and it does not work any more. */
    void handedOver(SimChild child, Side side) {
        this.kept.put(child.key(), new Last(child.startId(), child.count(), side, true));
    }

    /** Its checkpoint is safe. */
    void acknowledged(SimChild child, Side side) {
        this.kept.put(child.key(), new Last(child.startId(), child.count(), side, false));
    }

    /** A child is up. */
    void continued(SimChild child, SimNode node) {
        Last last = goesOn(child, node);
        if (last != null && last.handedOver()) {
            this.continued++;
            acknowledged(child, node.side());
        }
    }

    /** A replica that stood by has become active. */
    void promoted(SimChild child, SimNode node) {
        Last last = goesOn(child, node);
        if (last != null && last.count() > 0) {
            this.promoted++;
        }
    }

    private @Nullable Last goesOn(SimChild child, SimNode node) {
        Last last = this.kept.get(child.key());
        if (last == null || last.startId() != child.startId() || last.side() != node.side()) {
            return null;
        }
        if (child.count() != last.count()) {
            throw new AssertionError(child.key() + " goes on from " + child.count() + " on " + node.name()
                    + ", not from " + last.count());
        }
        return last;
    }

    /** Forgets everything: the sides of a split do not know what the other one does. */
    void forget() {
        this.kept.clear();
    }

    /** How often a child went on where another one had stopped. */
    long continuations() {
        return this.continued;
    }

    /** How often a replica became active, and went on from what another one had kept. */
    long promotions() {
        return this.promoted;
    }

}
