package io.processhub.distribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.Member;
import io.processhub.Placement;

/**
 * A ring for each set of labels that specs require, made of the members that offer them,
 * and kept until the members change.
 */
final class Rings {

    /** Points of a member of weight 1, unless set. */
    static final int DEFAULT_VIRTUAL_NODES = 256;

    private final int virtualNodes;

    private final Map<Map<String, String>, Ring> rings = new HashMap<>();

    private List<Member> members = List.of();

    Rings(int virtualNodes) {
        if (virtualNodes < 1 || virtualNodes > 10_000) {
            throw new IllegalArgumentException("virtual-nodes: " + virtualNodes + " (expected: 1 to 10,000)");
        }
        this.virtualNodes = virtualNodes;
    }

    /** These rings for some members. */
    Rings of(List<Member> members) {
        if (!members.equals(this.members)) {
            this.members = List.copyOf(members);
            this.rings.clear();
        }
        return this;
    }

    Ring ring(Placement placement) {
        return this.rings.computeIfAbsent(placement.labels(),
                (labels) -> new Ring(this.members.stream().filter(placement::admits).toList(), this.virtualNodes));
    }

}
