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
import io.processhub.Placement;

/**
 * A child belongs to the next members clockwise on a ring. When a member joins, children
 * move to it only; when one leaves, only its children move. Members get shares in
 * proportion to their weights, give or take about {@code 1 / sqrt(virtual nodes)}.
 */
public final class ConsistentHashing implements DistributionStrategy {

    /** Points of a member of weight 1, unless set. */
    public static final int DEFAULT_VIRTUAL_NODES = Rings.DEFAULT_VIRTUAL_NODES;

    private final Rings rings;

    public ConsistentHashing() {
        this(DEFAULT_VIRTUAL_NODES);
    }

    /**
     * Ring of a given fineness.
     * @param virtualNodes points of a member of weight 1; from 1 to 10,000; the same on
     * every member
     */
    public ConsistentHashing(int virtualNodes) {
        this.rings = new Rings(virtualNodes);
    }

    @Override
    public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members, int copies) {
        Rings.Question here = this.rings.of(members);
        Map<ChildKey, List<Member>> owners = LinkedHashMap.newLinkedHashMap(specs.size());
        for (ChildSpec spec : specs) {
            owners.put(spec.key(), here.ring(spec.placement()).owners(spec.key(), copies));
        }
        return owners;
    }

    @Override
    public Map<MemberId, Double> shares(List<Member> members) {
        return this.rings.of(members).ring(Placement.ANYWHERE).shares();
    }

}
