package io.processhub.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.processhub.Hub;
import io.processhub.runtime.HubProfile;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Tells the application's info of its hub: strategies, member, expected failover. */
final class HubInfoContributor implements InfoContributor {

    private final HubProfile profile;

    private final Hub hub;

    HubInfoContributor(HubProfile profile, Hub hub) {
        this.profile = profile;
        this.hub = hub;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("member", this.hub.localMember().id().value());
        details.put("strategies", this.profile.strategies());
        details.put("expectedFailover", this.profile.expectedFailover());
        builder.withDetail("processhub", Map.of(this.profile.hubId(), details));
    }

}
