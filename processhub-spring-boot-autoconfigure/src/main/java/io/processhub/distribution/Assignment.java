package io.processhub.distribution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Member;

/**
 * Gives children to members that have room. First those that are held stay where they
 * are, as far as there is room; then each of the others goes clockwise to the next member
 * with room. Always in the same order of children, whatever order they are given in: a
 * child more or less changes the places of few others.
 */
final class Assignment {

    private final Rings.Question rings;

    private final Room room;

    private final int copies;

    Assignment(Rings.Question rings, Room room, int copies) {
        this.rings = rings;
        this.room = room;
        this.copies = copies;
    }

    /** Who holds which child now. */
    @FunctionalInterface
    interface Holdings {

        /** Members that hold a child, among those that take children. */
        List<Member> of(ChildKey key);

    }

    private record Ranked(long rank, ChildSpec spec) {
    }

    Map<ChildKey, List<Member>> of(Collection<ChildSpec> children, Holdings holdings) {
        List<Ranked> ranked = new ArrayList<>(children.size());
        children.forEach((spec) -> ranked.add(new Ranked(Ring.hash(spec.key().value() + "#rank"), spec)));
        ranked.sort(Comparator.comparingLong(Ranked::rank).thenComparing((child) -> child.spec().key()));
        Map<ChildKey, List<Member>> owners = HashMap.newHashMap(ranked.size());
        ranked.forEach((child) -> owners.put(child.spec().key(), stay(child.spec(), holdings)));
        ranked.forEach((child) -> complete(child.spec(), owners.getOrDefault(child.spec().key(), List.of())));
        return owners;
    }

    private List<Member> stay(ChildSpec spec, Holdings holdings) {
        List<Member> owners = new ArrayList<>(this.copies);
        for (Member holder : holdings.of(spec.key())) {
            if (owners.size() < this.copies && spec.placement().admits(holder) && this.room.isLeft(holder)) {
                take(owners, holder);
            }
        }
        return owners;
    }

    private void complete(ChildSpec spec, List<Member> owners) {
        int missing = this.copies - owners.size();
        if (missing > 0) {
            Ring ring = this.rings.ring(spec.placement());
            ring.owners(spec.key(), missing, (member) -> this.room.isLeft(member) && !owners.contains(member))
                .forEach((member) -> take(owners, member));
            int crowded = this.copies - owners.size();
            if (crowded > 0) {
                ring.owners(spec.key(), crowded, (member) -> !owners.contains(member))
                    .forEach((member) -> take(owners, member));
            }
        }
    }

    private void take(List<Member> owners, Member member) {
        owners.add(member);
        this.room.take(member);
    }

}
