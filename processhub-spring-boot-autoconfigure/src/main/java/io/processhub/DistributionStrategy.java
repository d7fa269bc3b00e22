package io.processhub;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Names the members that own a child. Every member asks its own instance: the answer must
 * come at once and depend on the arguments alone, or members would move a child to and
 * fro. Asked by several threads at the same time: by the loops of the hubs that share it,
 * and by those who want to know what would move; so whatever an instance keeps from one
 * question to the next must be safe for several threads, as it is in the built-in
 * strategies. What a strategy throws at a hub's loop is reported; the operation that
 * needed the answer fails, and children stay where they are. Whoever asks for a plan gets
 * what it throws.
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

    /**
     * Owners of children, for strategies that look at the other children or at what
     * members hold. This is what the hub asks.
     * @return as {@link #owners(Collection, List, int)}
     */
    default Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, DistributionContext context) {
        return owners(specs, context.members(), context.copies());
    }

    /**
     * Which children of a call must not be started, and why: each reason completes the
     * sentence "child 'a': …". Asked once for each call, on the caller's member.
     */
    default Map<ChildKey, String> refusals(Collection<ChildSpec> specs, DistributionContext context) {
        Map<ChildKey, String> refusals = new LinkedHashMap<>();
        for (ChildSpec spec : specs) {
            Placement placement = spec.placement();
            if (!placement.labels().isEmpty() && context.members().stream().noneMatch(placement::admits)) {
                refusals.put(spec.key(), "no member has the labels " + placement.labels());
            }
        }
        return refusals;
    }

    /**
     * Whether a member that is asked to start a child takes it without asking its own
     * strategy, as long as it takes children and offers the labels that are required. For
     * strategies whose answer depends on what the asking member knows: the member that is
     * asked knows only some of the children of the call.
     */
    default boolean trustsCaller() {
        return false;
    }

    /** How members are to find out how busy they are; null if nobody asks. */
    default @Nullable LoadSampling loadSampling() {
        return null;
    }

}
