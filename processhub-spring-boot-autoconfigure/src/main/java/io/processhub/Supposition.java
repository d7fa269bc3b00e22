package io.processhub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Children as they are, on members as they are supposed to be.
 *
 * @param members those that would take children, eldest first
 * @param copies how many owners each child would have
 * @param registry who holds what
 * @param loads how busy members are
 */
record Supposition(List<Member> members, int copies, Hub.Registry registry,
        ToDoubleFunction<MemberId> loads) implements DistributionContext {

    @Override
    public List<MemberId> holders(ChildKey key) {
        return this.registry.find(key)
            .map((row) -> row.claims().stream().map(Claim::member).toList())
            .orElse(List.of());
    }

    @Override
    public Collection<ChildSpec> children() {
        List<ChildSpec> children = new ArrayList<>(this.registry.size());
        this.registry.forEach((row) -> {
            if (!row.isRemoved()) {
                children.add(row.spec());
            }
        });
        return children;
    }

    @Override
    public double load(MemberId member) {
        return this.loads.applyAsDouble(member);
    }

}
