package io.processhub.coordination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.DistributionContext;
import io.processhub.Member;
import io.processhub.MemberId;

/** What this member knows of who holds what, as a strategy is told. */
record Placements(HubState state, List<Member> members, int copies) implements DistributionContext {

    @Override
    public List<MemberId> holders(ChildKey key) {
        ChildRecord row = this.state.view.row(key);
        return (row == null || row.isRemoved()) ? List.of() : row.claims().stream().map(Claim::member).toList();
    }

    @Override
    public Collection<ChildSpec> children() {
        List<ChildSpec> children = new ArrayList<>(this.state.view.size());
        this.state.view.forEach((row) -> {
            if (!row.isRemoved()) {
                children.add(row.spec());
            }
        });
        return children;
    }

    @Override
    public double load(MemberId member) {
        return this.state.load(member);
    }

}
