package io.processhub.distribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.DistributionContext;
import io.processhub.Member;
import io.processhub.MemberId;

/** Who holds a child, among the members that take children. */
final class Holders implements Assignment.Holdings {

    private final DistributionContext context;

    private final Map<MemberId, Member> here = new HashMap<>();

    Holders(DistributionContext context, List<Member> members) {
        this.context = context;
        members.forEach((member) -> this.here.put(member.id(), member));
    }

    @Override
    public List<Member> of(ChildKey key) {
        List<Member> holders = new ArrayList<>(1);
        for (MemberId id : this.context.holders(key)) {
            Member member = this.here.get(id);
            if (member != null) {
                holders.add(member);
            }
        }
        return holders;
    }

}
