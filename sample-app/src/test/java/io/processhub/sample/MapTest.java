package io.processhub.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What a member serves to those who look at the map; {@link MapIT} looks at it. */
class MapTest extends OneMemberTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    MapTest() throws IOException {
    }

    /** What a member tells, until it ends. */
    private Stream<JsonNode> events(String base) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer = this.client
            .send(HttpRequest.newBuilder(URI.create(base + "/map/events")).build(), BodyHandlers.ofLines());
        assertThat(answer.headers().firstValue("Content-Type"))
            .hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
        return answer.body().filter((line) -> line.startsWith("data:")).map((line) -> JSON.readTree(line.substring(5)));
    }

    private String start(int first, int count) {
        return IntStream.range(first, first + count)
            .mapToObj((i) -> json("m%03d".formatted(i), "1h"))
            .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void thePageIsServedAndTheRootLeadsToIt() {
        assertThat(this.api.get("/map").text()).contains("<title>ProcessHub: live map</title>");
        assertThat(this.api.get("/").location()).endsWith("/map");
    }

    @Test
    void whatIsNewIsToldUntilThereAreTooManyToShowEach() throws Exception {
        try (Stream<JsonNode> events = events(this.api.base())) {
            Iterator<JsonNode> next = events.iterator();
            JsonNode empty = next.next();
            assertThat(empty.path("alive").asBoolean()).isTrue();
            assertThat(empty.at("/quorum/held").asBoolean()).isTrue();
            assertThat(empty.at("/segments/0/id")).isEqualTo(member().path("id"));
            assertThat(this.api.postJson(start(0, MapView.MOST_DOTS)).status()).isEqualTo(201);
            JsonNode full = until(next, MapView.MOST_DOTS);
            assertThat(full.path("dots")).hasSize(MapView.MOST_DOTS)
                .allSatisfy((dot) -> assertThat(dot.path("runs").asBoolean()).isTrue());
            assertThat(this.api.postJson(start(MapView.MOST_DOTS, 1)).status()).isEqualTo(201);
            JsonNode tooMany = until(next, MapView.MOST_DOTS + 1);
            assertThat(tooMany.path("dots")).isEmpty();
            assertThat(tooMany.at("/segments/0/active").asInt()).isEqualTo(MapView.MOST_DOTS + 1);
        }
    }

    private static JsonNode until(Iterator<JsonNode> events, int monitors) {
        JsonNode event = events.next();
        while (event.path("monitors").asInt() != monitors) {
            event = events.next();
        }
        return event;
    }

    @Test
    void tenThousandAreCounted() throws Exception {
        String file = IntStream.range(0, 10_000)
            .mapToObj((i) -> "m%d,%s,1h\n".formatted(i, this.target.url("/")))
            .collect(Collectors.joining("", "id,url,interval\n", ""));
        try (ConfigurableApplicationContext member = member("many"); Stream<JsonNode> events = events(base(member))) {
            assertThat(new Api(base(member)).postCsv(file).status()).isEqualTo(201);
            JsonNode all = until(events.iterator(), 10_000);
            assertThat(all.path("dots")).isEmpty();
            assertThat(all.at("/segments/0/active").asInt()).isEqualTo(10_000);
        }
    }

    private static ConfigurableApplicationContext member(String name, String... options) {
        return new SpringApplicationBuilder(
                SampleApplication.class)
            .run(Stream.concat(Stream.of("--server.port=0", "--sample.demo=false", "--spring.application.name=" + name,
                    "--processhub.cluster.join.mode=single"), Stream.of(options))
                .toArray(String[]::new));
    }

    private static String base(ConfigurableApplicationContext member) {
        return "http://127.0.0.1:" + member.getEnvironment().getProperty("local.server.port");
    }

    /**
     * Otherwise the web server would wait for the readers, here for longer than the test
     * may take.
     */
    @Test
    void whoWatchesDoesNotKeepAMemberFromEnding() throws Exception {
        ConfigurableApplicationContext member = member("watched", "--spring.lifecycle.timeout-per-shutdown-phase=10m");
        try (Stream<JsonNode> events = events(base(member))) {
            Iterator<JsonNode> next = events.iterator();
            assertThat(next.next().path("alive").asBoolean()).isTrue();
            member.close();
            next.forEachRemaining((event) -> assertThat(event.path("monitors").asInt()).isZero());
        }
    }

}
