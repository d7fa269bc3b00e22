package io.processhub.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.runtime.HubParts;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells the application's info of each of its hubs: strategies, member, expected
 * failover.
 */
final class HubInfoContributor implements InfoContributor {

    private final List<HubParts> hubs;

    HubInfoContributor(List<HubParts> hubs) {
        this.hubs = List.copyOf(hubs);
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> all = new LinkedHashMap<>();
        this.hubs.forEach((parts) -> all.put(parts.profile().hubId(), details(parts)));
        builder.withDetail("processhub", all);
    }

    private static Map<String, Object> details(HubParts parts) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("member", parts.hub().localMember().id().value());
        details.put("strategies", parts.profile().strategies());
        details.put("expectedFailover", parts.profile().expectedFailover());
        return details;
    }

}
