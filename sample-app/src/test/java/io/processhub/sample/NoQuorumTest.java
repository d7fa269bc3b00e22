package io.processhub.sample;

import io.processhub.ProcessHubTemplate;
import io.processhub.Quorum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;

import static io.processhub.sample.StartingMonitorsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

/** What a member answers while it sees too few others. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = { "processhub.enabled=false", "sample.demo=false" })
@Import(NoQuorumTest.WithoutQuorum.class)
class NoQuorumTest {

    private static final String WHY = "hub 'uptime-monitor' has no quorum on this member: 1 of the 2 voting"
            + " members that must be together are visible; starts and stops work again when the network does";

    @Autowired
    HubWithoutQuorum hub = new HubWithoutQuorum();

    Api api = new Api("");

    @BeforeEach
    void findTheMember(@Autowired Environment environment) {
        this.api = new Api("http://127.0.0.1:" + environment.getProperty("local.server.port"));
    }

    @AfterEach
    void loseQuorum() {
        this.hub.quorum = new Quorum(false, 1, 2);
    }

    @Test
    void startsAreRefusedAndTheAnswerSaysWhyAndWhatHelps() {
        Api.Answer answer = this.api.postJson(json("a"));
        problem(answer, 503, WHY);
        assertThat(answer.detail()).contains("resetClusterSize");
        assertThat(answer.body().path("title").asString()).isEqualTo("No quorum");
        assertThat(answer.body().path("visible").asInt()).isEqualTo(1);
        assertThat(answer.body().path("required").asInt()).isEqualTo(2);
    }

    @Test
    void soAreImportsAndStops() {
        problem(this.api.postCsv("id,url,interval\na,http://a.example,1s\n"), 503, WHY);
        problem(this.api.delete("/monitors/a"), 503, WHY);
    }

    @Test
    void soAreThoseThatLoseTheirQuorumOnTheWay() {
        Api.Answer answer = this.api.postJson(json("late"));
        problem(answer, 503, "child 'late': no quorum, 1 of the 2 voting members");
        assertThat(answer.list("outcomes")).singleElement()
            .satisfies((outcome) -> assertThat(outcome.path("outcome").asString()).isEqualTo("no-quorum"));
        problem(this.api.delete("/monitors/late"), 503, "child 'late': no quorum");
    }

    @Test
    void lookupsAreAnsweredAndSayThatTheyMayBeOutOfDate() {
        for (String path : new String[] { "/monitors", "/monitors?tag=x", "/cluster" }) {
            Api.Answer answer = this.api.get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.stale()).as(path).isEqualTo("true");
        }
        Api.Answer unknown = this.api.get("/monitors/a");
        problem(unknown, 404, "there is no monitor 'a'");
        assertThat(unknown.stale()).isEqualTo("true");
    }

    @Test
    void theClusterSaysHowManyMembersAreMissing() {
        JsonNode cluster = this.api.get("/cluster").body();
        assertThat(cluster.path("partitioned").asBoolean()).isTrue();
        assertThat(cluster.path("visible").asInt()).isEqualTo(1);
        assertThat(cluster.path("required").asInt()).isEqualTo(2);
    }

    @Test
    void withQuorumNothingIsOutOfDate() {
        this.hub.quorum = new Quorum(true, 2, 2);
        Api.Answer answer = this.api.get("/cluster");
        assertThat(answer.stale()).isEmpty();
        assertThat(answer.body().path("partitioned").asBoolean(true)).isFalse();
    }

    @Test
    void otherPathsAndMethodsAreNoLookups() {
        assertThat(this.api.get("/actuator/health").stale()).isEmpty();
        assertThat(this.api.postJson(json("a")).stale()).isEmpty();
    }

    private static String json(String id) {
        return "{\"id\":\"" + id + "\",\"url\":\"http://a.example\",\"interval\":\"1s\"}";
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class WithoutQuorum {

        @Bean
        HubWithoutQuorum hub() {
            return new HubWithoutQuorum();
        }

        @Bean
        ProcessHubTemplate template(HubWithoutQuorum hub) {
            return new ProcessHubTemplate(hub);
        }

    }

}
