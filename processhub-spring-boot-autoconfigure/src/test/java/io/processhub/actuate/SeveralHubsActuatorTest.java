package io.processhub.actuate;

import java.time.Duration;
import java.util.List;

import io.processhub.ChildSpec;
import io.processhub.ProcessHubTemplate;
import io.processhub.autoconfigure.TestCluster;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What operators are shown of an application with several hubs. */
class SeveralHubsActuatorTest {

    private final WebMember member = WebMember.start(new TestCluster(), "processhub.cluster.join.mode=single",
            "processhub.hubs.prices.distribution.strategy=bounded-load",
            "processhub.hubs.games.partition-tolerance.strategy=static-quorum",
            "processhub.hubs.games.partition-tolerance.static-quorum.quorum-size=2",
            "management.endpoint.processhub.access=unrestricted", "management.info.processhub.enabled=true");

    @AfterEach
    void stop() {
        this.member.close();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private ProcessHubTemplate hub(String name) {
        return this.member.context().getBean(name, ProcessHubTemplate.class);
    }

    private void startTwo() {
        hub("prices")
            .startAll(List.of(ChildSpec.of("a", "idle", new WebMember.Idle.Args("t", 1)),
                    ChildSpec.of("b", "doomed", null)))
            .join()
            .orThrow();
    }

    @Test
    void theEndpointShowsEachHubAndActsOnTheOneThatIsNamed() {
        startTwo();
        assertThat(this.member.get("/processhub").list("hubs").map((hub) -> hub.path("id").stringValue()))
            .containsExactly("games", "prices");
        JsonNode prices = this.member.get("/processhub/prices").body();
        assertThat(prices.path("strategies").path("distribution").stringValue()).isEqualTo("bounded-load");
        assertThat(prices.path("children").intValue()).isEqualTo(2);
        JsonNode games = this.member.get("/processhub/games").body();
        assertThat(games.path("strategies").path("partition-tolerance").stringValue()).isEqualTo("static-quorum");
        assertThat(games.path("children").intValue()).isZero();
        assertThat(this.member.get("/processhub/prices/child?id=a").status()).isEqualTo(200);
        assertThat(this.member.get("/processhub/games/child?id=a").status()).isEqualTo(404);
        assertThat(this.member.get("/processhub/gamse").detail()).contains("[games, prices]", "did you mean 'games'?");
        assertThat(this.member.post("/processhub/prices/stop", "{\"id\": \"a\"}").status()).isEqualTo(200);
        assertThat(hub("prices").find("a")).isEmpty();
    }

    @Test
    void healthHasAnEntryForEachHub() {
        eventually(() -> {
            JsonNode hubs = this.member.get("/health/processHub").body().path("components");
            assertThat(hubs.path("prices").path("status").stringValue()).isEqualTo("UP");
            assertThat(hubs.path("games").path("status").stringValue()).isEqualTo("OUT_OF_SERVICE");
            assertThat(hubs.path("games").path("details").path("required").intValue()).isEqualTo(2);
        });
        hub("prices").stopHub().join();
        JsonNode prices = this.member.get("/health/processHub/prices").body();
        assertThat(prices.path("status").stringValue()).isEqualTo("OUT_OF_SERVICE");
        assertThat(prices.path("details").path("reason").stringValue()).contains("it was stopped");
        hub("prices").startHub().join();
        assertThat(this.member.get("/health/processHub/prices").body().path("status").stringValue()).isEqualTo("UP");
    }

    @Test
    void infoNamesEachHub() {
        JsonNode info = this.member.get("/info").body().path("processhub");
        assertThat(info.propertyNames()).containsExactlyInAnyOrder("prices", "games");
        assertThat(info.path("games").path("member").stringValue()).isEqualTo(hub("games").localMember().id().value());
    }

    @Test
    void metersAreTaggedWithTheirHubAlsoAfterAStop() {
        startTwo();
        eventually(() -> {
            Scrape scrape = Scrape.of(this.member);
            assertThat(scrape.sum("processhub_registry_size", "hub=\"prices\"")).isEqualTo(2);
            assertThat(scrape.sum("processhub_registry_size", "hub=\"games\"")).isZero();
            assertThat(scrape.sum("processhub_members_required", "hub=\"games\"")).isEqualTo(2);
            assertThat(scrape.sum("processhub_child_restarts_total", "hub=\"prices\"")).isEqualTo(1);
            assertThat(scrape.sum("processhub_child_restarts_total", "hub=\"games\"")).isZero();
            assertThat(scrape.sum("processhub_child_start_seconds_count", "hub=\"prices\"", "type=\"idle\""))
                .isEqualTo(1);
        });
        hub("prices").stopHub().join();
        hub("prices").startHub().join();
        eventually(() -> {
            Scrape scrape = Scrape.of(this.member);
            assertThat(scrape.sum("processhub_registry_size", "hub=\"prices\"")).isEqualTo(2);
            assertThat(scrape.sum("processhub_children", "hub=\"prices\"", "type=\"idle\"", "state=\"running\""))
                .isEqualTo(1);
        });
    }

}
