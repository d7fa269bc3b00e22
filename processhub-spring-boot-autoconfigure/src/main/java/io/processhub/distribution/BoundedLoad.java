package io.processhub.distribution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionContext;
import io.processhub.DistributionStrategy;
import io.processhub.Member;

/**
 * A child belongs to the next members clockwise on a ring that have room: nobody owns
 * more than {@code (1 + epsilon)} times its share of all children, rounded to whole ones.
 * A child stays with the member that holds it while that one has room, so a join moves
 * only what is above the new bound, and a leave only the children of the leaver.
 *
 * <p>
 * The bound holds over all children that the asking member knows. While news of starts is
 * on its way members know too few of them: they may exceed the bound, or move children
 * that could have stayed, until they look again ({@code sync-interval} at the latest).
 * Where labels leave too few members to choose from, or copies too few with room, a
 * member owns more. The cost of a question grows with the number of all children: start
 * many in one call.
 */
public final class BoundedLoad implements DistributionStrategy {

    /** How much more than its share a member may own, unless set. */
    public static final double DEFAULT_EPSILON = 0.1;

    private final Rings rings;

    private final double epsilon;

    public BoundedLoad() {
        this(ConsistentHashing.DEFAULT_VIRTUAL_NODES, DEFAULT_EPSILON);
    }

    /**
     * Ring of a given fineness, and a bound.
     * @param virtualNodes points of a member of weight 1; from 1 to 10,000
     * @param epsilon more than 0, at most 10
     */
    public BoundedLoad(int virtualNodes, double epsilon) {
        if (!(epsilon > 0 && epsilon <= 10)) {
            throw new IllegalArgumentException("epsilon: " + epsilon + " (expected: more than 0, at most 10)");
        }
        this.rings = new Rings(virtualNodes);
        this.epsilon = epsilon;
    }

    @Override
    public boolean trustsCaller() {
        return true;
    }

    /** Owners as if there were no other children, and nobody held any of these. */
    @Override
    public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members, int copies) {
        return assign(specs, specs, members, copies, (key) -> List.of());
    }

    @Override
    public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, DistributionContext context) {
        Map<ChildKey, ChildSpec> all = LinkedHashMap.newLinkedHashMap(context.children().size() + specs.size());
        context.children().forEach((spec) -> all.put(spec.key(), spec));
        specs.forEach((spec) -> all.put(spec.key(), spec));
        return assign(specs, all.values(), context.members(), context.copies(),
                new Holders(context, context.members()));
    }

    private Map<ChildKey, List<Member>> assign(Collection<ChildSpec> specs, Collection<ChildSpec> all,
            List<Member> members, int copies, Assignment.Holdings holdings) {
        Assignment assignment = new Assignment(this.rings.of(members),
                new Room(members, all.size(), copies, this.epsilon), copies);
        Map<ChildKey, List<Member>> assigned = assignment.of(all, holdings);
        Map<ChildKey, List<Member>> owners = LinkedHashMap.newLinkedHashMap(specs.size());
        specs.forEach((spec) -> owners.put(spec.key(), assigned.getOrDefault(spec.key(), List.of())));
        return owners;
    }

}
