package io.processhub.distribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.Member;

/** How many more children each member may own. */
final class Room {

    private final Map<Member, Integer> left = new HashMap<>();

    /**
     * Room for so many children, with a bound for each member in proportion to its
     * weight.
     */
    Room(List<Member> members, int children, int copies, double epsilon) {
        double weights = members.stream().mapToDouble(Member::weight).sum();
        int wanted = Math.min(copies, members.size());
        for (Member member : members) {
            double share = (double) children * wanted * member.weight() / weights;
            this.left.put(member, (int) Math.max(Math.floor((1 + epsilon) * share), Math.ceil(share)));
        }
    }

    boolean isLeft(Member member) {
        return this.left.getOrDefault(member, 0) > 0;
    }

    void take(Member member) {
        this.left.merge(member, -1, Integer::sum);
    }

}
