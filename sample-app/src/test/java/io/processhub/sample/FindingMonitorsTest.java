package io.processhub.sample;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import static io.processhub.sample.StartingMonitorsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static io.processhub.sample.Patience.await;

class FindingMonitorsTest extends OneMemberTest {

    FindingMonitorsTest() throws IOException {
    }

    @Test
    void listShowsWhatTheRegistryKnows() {
        this.api.postJson(json("a", "1s").replace("}", ",\"tags\":[\"x\",\"y\"]}"));
        JsonNode row = this.api.get("/monitors").list("monitors").findFirst().orElseThrow();
        assertThat(row.path("id").asString()).isEqualTo("a");
        assertThat(row.path("url").asString()).isEqualTo(this.target.url("/"));
        assertThat(row.path("member").asString()).isEqualTo(member().path("id").asString());
        assertThat(row.path("epoch").asLong()).isPositive();
        assertThat(row.path("incarnation").asInt()).isEqualTo(1);
        assertThat(row.path("error").isNull()).isTrue();
        assertThat(row.path("tags")).extracting(JsonNode::asString).containsExactly("x", "y");
        await().untilAsserted(() -> assertThat(this.api.get("/monitors/a").body().at("/monitor/state").asString())
            .isEqualTo("RUNNING"));
    }

    @Test
    void listGoesOnWhereThePageBeforeEnded() {
        this.api.postJson(many(5));
        Api.Answer first = this.api.get("/monitors?limit=2");
        assertThat(idsOf(first)).containsExactly("m1", "m2");
        assertThat(first.body().path("next").asString()).isEqualTo("m2");
        Api.Answer last = this.api.get("/monitors?limit=3&after=m2");
        assertThat(idsOf(last)).containsExactly("m3", "m4", "m5");
        assertThat(last.body().path("next").isNull()).isTrue();
    }

    @Test
    void listOfATagHasPagesToo() {
        this.api.postJson(json("other", "1s"));
        this.api.postJson(many(3).replace("}", ",\"tags\":[\"odd\"]}"));
        assertThat(idsOf(this.api.get("/monitors?tag=odd&limit=2"))).containsExactly("m1", "m2");
        assertThat(idsOf(this.api.get("/monitors?tag=odd&limit=2&after=m2"))).containsExactly("m3");
        assertThat(idsOf(this.api.get("/monitors?tag=unknown"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "limit=0,limit: 0 (expected: from 1 to 1000)", "limit=1001,limit: 1001", "limit=x,Failed to convert" })
    void limitsOutOfRangeAreRefused(String query, String detail) {
        problem(this.api.get("/monitors?" + query), 400, detail);
    }

    @Test
    void reportTellsWhatTheMonitorFoundNewestFirst() {
        this.api.postJson(json("a", "100ms"));
        await().until(() -> this.api.get("/monitors/a").list("results").count() > 2);
        JsonNode report = this.api.get("/monitors/a").body();
        assertThat(report.path("uptime").asDouble()).isEqualTo(1);
        assertThat(report.path("results")).allSatisfy((result) -> {
            assertThat(result.path("status").asInt()).isEqualTo(204);
            assertThat(result.path("millis").asLong()).isBetween(0L, 300L);
            assertThat(result.path("error").isNull()).isTrue();
        }).extracting((result) -> result.path("time").asString()).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @ParameterizedTest
    @CsvSource({ "/503, 503,", "/hangs, 0, no complete answer within 300 ms",
            "/trickles, 0, no complete answer within 300 ms", "http://127.0.0.1:1/, 0, ConnectException" })
    void endpointsThatDoNotWorkAreReportedWithStatusOrError(String path, int status, @Nullable String error) {
        String url = path.startsWith("/") ? this.target.url(path) : path;
        this.api.postJson(json("a", "100ms").replace(this.target.url("/"), url));
        await().until(() -> this.api.get("/monitors/a").list("results").count() > 1);
        JsonNode report = this.api.get("/monitors/a").body();
        assertThat(report.path("uptime").asDouble()).isZero();
        assertThat(report.path("results")).allSatisfy((result) -> {
            assertThat(result.path("status").asInt()).isEqualTo(status);
            assertThat(result.path("error").asString("")).startsWith((error != null) ? error : "");
        });
    }

    @Test
    void deletedMonitorsCallNoMoreAndAreNotFound() {
        this.api.postJson(json("a", "100ms"));
        await().until(() -> this.target.calls().children().contains("a"));
        assertThat(this.api.delete("/monitors/a").status()).isEqualTo(204);
        long deleted = System.nanoTime();
        this.api.postJson(json("b", "100ms"));
        await().until(() -> this.target.calls().byChild().getOrDefault("b", List.of()).size() > 3);
        assertThat(this.target.calls().after(deleted).children()).containsExactly("b");
        problem(this.api.get("/monitors/a"), 404, "there is no monitor 'a'");
        problem(this.api.delete("/monitors/a"), 404, "there is no child 'a'");
        problem(this.api.get("/monitors/" + "x".repeat(600)), 400, "child id: 600 characters");
    }

    @Test
    void clusterShowsItsMembersAndHowManyMonitorsTheyRun() {
        this.api.postJson(many(3));
        JsonNode cluster = this.api.get("/cluster").body();
        assertThat(cluster.path("total").asInt()).isEqualTo(3);
        assertThat(cluster.path("unclaimed").asInt()).isZero();
        assertThat(cluster.path("members")).singleElement().satisfies((member) -> {
            assertThat(member.path("monitors").asInt()).isEqualTo(3);
            assertThat(member.path("self").asBoolean()).isTrue();
            assertThat(member.path("status").asString()).isEqualTo("UP");
            assertThat(member.path("address").asString()).startsWith("http://127.0.0.1:");
        });
    }

    @Test
    void unknownPathsAndMethodsAreProblemsToo() {
        problem(this.api.get("/no-such-path"), 404, "No static resource");
        problem(this.api.delete("/cluster"), 405, "Method 'DELETE' is not supported");
        problem(this.api.get("/internal/results?monitor=unknown"), 404, "monitor 'unknown' does not run here");
    }

    private String many(int count) {
        return IntStream.rangeClosed(1, count)
            .mapToObj((i) -> json("m" + i, "1s"))
            .collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> idsOf(Api.Answer page) {
        return page.list("monitors").map((monitor) -> monitor.path("id").asString()).toList();
    }

}
