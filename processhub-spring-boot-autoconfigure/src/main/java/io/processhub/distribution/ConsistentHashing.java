package io.processhub.distribution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionStrategy;
import io.processhub.Member;
import io.processhub.MemberId;

/**
 * A child belongs to the next members clockwise on a ring. When a member joins, children
 * move to it only; when one leaves, only its children move. Members get shares in
 * proportion to their weights, give or take about {@code 1 / sqrt(virtual nodes)}.
 */
public final class ConsistentHashing implements DistributionStrategy {

    /** Points of a member of weight 1, unless set. */
    public static final int DEFAULT_VIRTUAL_NODES = 256;

    private final int virtualNodes;

    /**
     * Of the members that were asked for last; whoever finds another one makes a new
     * ring.
     */
    private volatile Ring last = new Ring(List.of(), 1);

    public ConsistentHashing() {
        this(DEFAULT_VIRTUAL_NODES);
    }

    /**
     * Ring of a given fineness.
     * @param virtualNodes points of a member of weight 1; from 1 to 10,000; the same on
     * every member
     */
    public ConsistentHashing(int virtualNodes) {
        if (virtualNodes < 1 || virtualNodes > 10_000) {
            throw new IllegalArgumentException("virtual-nodes: " + virtualNodes + " (expected: 1 to 10,000)");
        }
        this.virtualNodes = virtualNodes;
    }

    @Override
    public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members, int copies) {
        Ring ring = ring(members);
        Map<ChildKey, List<Member>> owners = LinkedHashMap.newLinkedHashMap(specs.size());
        for (ChildSpec spec : specs) {
            owners.put(spec.key(), ring.owners(spec.key(), copies));
        }
        return owners;
    }

    @Override
    public Map<MemberId, Double> shares(List<Member> members) {
        return ring(members).shares();
    }

    private Ring ring(List<Member> members) {
        Ring ring = this.last;
        if (!members.equals(ring.members())) {
            ring = new Ring(List.copyOf(members), this.virtualNodes);
            this.last = ring;
        }
        return ring;
    }

}
