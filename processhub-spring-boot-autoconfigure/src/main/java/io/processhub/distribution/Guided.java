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
import org.jspecify.annotations.Nullable;

/**
 * A child belongs to the members that its spec names (see
 * {@link ChildSpec#boundTo(List)}), and never moves. While none of them is here it waits
 * for them, see {@link io.processhub.ChildRecord#isPending()}; or, with a fallback, runs
 * where consistent hashing puts it until one of them is back.
 */
public final class Guided implements DistributionStrategy {

    private final boolean fallback;

    private final ConsistentHashing hashing = new ConsistentHashing();

    /**
     * Strategy with or without a fallback.
     * @param fallback whether children run elsewhere while their members are not here
     */
    public Guided(boolean fallback) {
        this.fallback = fallback;
    }

    @Override
    public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members, int copies) {
        Map<ChildKey, List<Member>> owners = LinkedHashMap.newLinkedHashMap(specs.size());
        for (ChildSpec spec : specs) {
            List<Member> bound = members.stream()
                .filter((member) -> spec.placement().members().contains(member.name()))
                .limit(copies)
                .toList();
            owners.put(spec.key(), (bound.isEmpty() && this.fallback)
                    ? this.hashing.owners(List.of(spec), members, copies).getOrDefault(spec.key(), List.of()) : bound);
        }
        return owners;
    }

    @Override
    public Map<ChildKey, String> refusals(Collection<ChildSpec> specs, DistributionContext context) {
        Map<ChildKey, String> refusals = new LinkedHashMap<>();
        boolean mapped = specs.stream().anyMatch((spec) -> !spec.placement().members().isEmpty());
        for (ChildSpec spec : specs) {
            String refusal = mapped ? refusal(spec, context)
                    : "no mapping (expected: the names of its members, by StartOptions.mapping or ChildSpec.boundTo)";
            if (refusal != null) {
                refusals.put(spec.key(), refusal);
            }
        }
        return refusals;
    }

    private static @Nullable String refusal(ChildSpec spec, DistributionContext context) {
        List<String> named = spec.placement().members();
        List<String> here = context.members().stream().map(Member::name).toList();
        if (named.isEmpty()) {
            return "missing from the mapping, which names other children of the call";
        }
        if (named.size() != context.copies()) {
            return "mapped to " + named + " (expected: as many members as it has copies, " + context.copies() + ")";
        }
        return here.containsAll(named) ? null : "mapped to " + named + " (expected: of the members " + here + ")";
    }

}
