package io.processhub;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Names the members that own a child. Every member asks its own instance: the answer must
 * depend on the arguments alone, or members would move a child to and fro.
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

}
