package io.processhub.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionStrategy;
import io.processhub.Member;

import org.springframework.stereotype.Component;

/** All children of a tenant run on the same member. */
@Component("tenants-together")
class TenantsTogether implements DistributionStrategy {

    @Override
    public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members, int copies) {
        Map<ChildKey, List<Member>> owners = new LinkedHashMap<>();
        for (ChildSpec spec : specs) {
            String tenant = spec.metadata().getOrDefault("tenant", "");
            owners.put(spec.key(),
                    members.stream()
                        .filter(spec.placement()::admits)
                        .sorted(Comparator.comparing((Member member) -> lot(tenant, member)).thenComparing(Member::id))
                        .limit(copies)
                        .toList());
        }
        return owners;
    }

    /**
     * The same on every member, and another one for each tenant: a join moves few
     * tenants.
     */
    private static UUID lot(String tenant, Member member) {
        return UUID.nameUUIDFromBytes((tenant + '@' + member.name()).getBytes(StandardCharsets.UTF_8));
    }

}
