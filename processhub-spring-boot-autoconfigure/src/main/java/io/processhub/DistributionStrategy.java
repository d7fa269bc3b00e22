package io.processhub;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Names the members that own a child. Every member asks its own instance: the answer must
 * depend on the arguments alone, or members would move a child to and fro. Asked by
 * several threads at once: by the hub, and by those who want to know what would move.
 */
@FunctionalInterface
public interface DistributionStrategy {

    /**
     * Owners of children, the best one first. Takes many at once, for the cost of asking
     * one by one.
     * @param specs children in question
     * @param members members that take children, eldest first; may be empty
     * @param copies how many owners each child should have; at least 1
     * @return for each child at most {@code copies} distinct members; fewer if there are
     * fewer
     */
    Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members, int copies);

    /**
     * Share of the children that each member is the best owner of, from 0 to 1, for
     * people to see; empty if that cannot be told.
     * @param members members that take children, eldest first
     */
    default Map<MemberId, Double> shares(List<Member> members) {
        return Map.of();
    }

}
