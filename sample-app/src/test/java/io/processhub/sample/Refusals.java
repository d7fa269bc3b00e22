package io.processhub.sample;

import static io.processhub.sample.StartingMonitorsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

/** What a member without quorum answers, whoever asks for what. */
final class Refusals {

    /** So that health says why. */
    static final String HEALTH_DETAILS = "--management.endpoint.health.show-details=always";

    private static final String WHY = "hub 'uptime-monitor' has no quorum on this member";

    private Refusals() {
    }

    /**
     * Starts and stops are refused, lookups are answered and say that they are stale, and
     * health says why.
     * @param monitor one that exists
     */
    static void assertAllOf(Api member, String monitor) {
        problem(member.postJson("{\"id\":\"refused\",\"url\":\"http://a.example\",\"interval\":\"1s\"}"), 503, WHY);
        problem(member.delete("/monitors/" + monitor), 503, WHY);
        Api.Answer found = member.get("/monitors");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.stale()).isEqualTo("true");
        Api.Answer health = member.get("/actuator/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body().at("/components/processHub/components/uptime-monitor/details/reason").asString(""))
            .startsWith("no quorum");
    }

}
