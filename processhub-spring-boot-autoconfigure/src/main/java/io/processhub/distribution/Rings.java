package io.processhub.distribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.Member;
import io.processhub.Placement;

/**
 * A ring for each set of labels that specs require, made of the members that offer them,
 * and kept until the members change. Several hubs may share a strategy: what is kept is
 * replaced as a whole, and each question has a copy of its own.
 */
final class Rings {

    /** Points of a member of weight 1, unless set. */
    static final int DEFAULT_VIRTUAL_NODES = 256;

    private final int virtualNodes;

    private volatile Kept kept = new Kept(List.of(), Map.of());

    Rings(int virtualNodes) {
        if (virtualNodes < 1 || virtualNodes > 10_000) {
            throw new IllegalArgumentException("virtual-nodes: " + virtualNodes + " (expected: 1 to 10,000)");
        }
        this.virtualNodes = virtualNodes;
    }

    private record Kept(List<Member> members, Map<Map<String, String>, Ring> rings) {
    }

    /** The rings of some members, for one question. */
    Question of(List<Member> members) {
        Kept last = this.kept;
        return members.equals(last.members()) ? new Question(last.members(), last.rings())
                : new Question(List.copyOf(members), Map.of());
    }

    /** Rings of the same members. */
    final class Question {

        private final List<Member> members;

        private final Map<Map<String, String>, Ring> rings;

        private Question(List<Member> members, Map<Map<String, String>, Ring> rings) {
            this.members = members;
            this.rings = new HashMap<>(rings);
        }

        Ring ring(Placement placement) {
            Ring known = this.rings.get(placement.labels());
            return (known != null) ? known : add(placement);
        }

        private Ring add(Placement placement) {
            Ring ring = new Ring(this.members.stream().filter(placement::admits).toList(), Rings.this.virtualNodes);
            this.rings.put(placement.labels(), ring);
            Rings.this.kept = new Kept(this.members, Map.copyOf(this.rings));
            return ring;
        }

    }

}
