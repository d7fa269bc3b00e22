package io.processhub.sample;

import java.io.IOException;

import io.processhub.ProcessHubTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import tools.jackson.databind.JsonNode;

import static io.processhub.sample.Patience.await;
import static io.processhub.sample.StartingMonitorsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

/** What a member answers while it sees too few others. */
@TestPropertySource(
        properties = { "processhub.cluster.join.mode=auto", "processhub.partition-tolerance.strategy=static-quorum",
                "processhub.partition-tolerance.static-quorum.quorum-size=2",
                "processhub.partition-tolerance.static-quorum.startup-confirm=true" })
class NoQuorumTest extends OneMemberTest {

    private static final String PORT = "processhub.cluster.port";

    private static final String WHY = "hub 'uptime-monitor' has no quorum on this member: 1 of the 2 voting"
            + " members that must be together are visible; starts and stops work again when the network does";

    NoQuorumTest() throws IOException {
    }

    /** For a second member to find the first, and nobody else. */
    @DynamicPropertySource
    static void portsOfItsOwn(DynamicPropertyRegistry registry) {
        int port = Ports.free(10);
        registry.add(PORT, () -> port);
    }

    @Test
    void startsAreRefusedAndTheAnswerSaysWhyAndWhatHelps() {
        Api.Answer answer = this.api.postJson(json("a", "1s"));
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
        assertAlone(this.api.get("/cluster").body());
    }

    private static void assertAlone(JsonNode cluster) {
        assertThat(cluster.path("partitioned").asBoolean()).isTrue();
        assertThat(cluster.path("visible").asInt()).isEqualTo(1);
        assertThat(cluster.path("required").asInt()).isEqualTo(2);
    }

    @Test
    void withQuorumNothingIsOutOfDate(@Autowired Environment environment) {
        try (ConfigurableApplicationContext second = secondMember(environment)) {
            await().untilAsserted(() -> {
                Api.Answer answer = this.api.get("/cluster");
                assertThat(answer.stale()).isEmpty();
                assertThat(answer.body().path("partitioned").asBoolean(true)).isFalse();
                assertThat(answer.body().path("visible").asInt()).isEqualTo(2);
            });
            assertThat(second.getBean(ProcessHubTemplate.class).isPartitioned()).isFalse();
        }
        await().untilAsserted(() -> assertAlone(this.api.get("/cluster").body()));
    }

    private static ConfigurableApplicationContext secondMember(Environment environment) {
        return new SpringApplicationBuilder(SampleApplication.class).run("--server.port=0", "--sample.demo=false",
                "--spring.application.name=" + environment.getProperty("spring.application.name"),
                "--" + PORT + "=" + environment.getProperty(PORT),
                "--processhub.partition-tolerance.strategy=static-quorum",
                "--processhub.partition-tolerance.static-quorum.quorum-size=2");
    }

    @Test
    void otherPathsAndMethodsAreNoLookups() {
        assertThat(this.api.get("/actuator/health").stale()).isEmpty();
        assertThat(this.api.postJson(json("a", "1s")).stale()).isEmpty();
    }

}
