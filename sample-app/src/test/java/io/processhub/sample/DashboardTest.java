package io.processhub.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Whether the dashboard in docs shows what Prometheus reads from the sample. */
@TestPropertySource(properties = { "management.endpoints.web.exposure.include=prometheus",
        "processhub.partition-tolerance.strategy=majority-quorum" })
class DashboardTest extends OneMemberTest {

    private static final Pattern METRIC = Pattern.compile("processhub_[a-z_]+");

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=|!=)\"");

    /** Prometheus adds it to what it reads. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance");

    private static final Pattern GROUPED = Pattern.compile("by \\(([a-z_, ]+)\\)");

    private final JsonNode dashboard = new JsonMapper()
        .readTree(Files.readString(Path.of("..", "docs", "grafana-dashboard.json")));

    DashboardTest() throws IOException {
    }

    @Test
    void everyMetricAndEveryLabelItNamesIsThere() {
        assertThat(this.api.postJson(json("measured", "100ms")).status()).isEqualTo(201);
        assertThat(this.api.postJson(json("stopped", "100ms")).status()).isEqualTo(201);
        await().until(() -> this.target.calls().children().contains("stopped"));
        assertThat(this.api.delete("/monitors/stopped").status()).isEqualTo(204);
        await().untilAsserted(() -> {
            String scrape = this.api.get("/actuator/prometheus").text();
            assertThat(found(scrape, METRIC)).containsAll(named(METRIC)).hasSizeGreaterThan(12);
            assertThat(found(scrape, LABEL)).containsAll(named(LABEL)).containsAll(groups());
        });
        assertThat(named(METRIC)).hasSizeGreaterThan(12);
        assertThat(groups()).contains("type", "state");
    }

    private Stream<String> expressions() {
        return Stream.concat(
                this.dashboard.path("panels")
                    .valueStream()
                    .flatMap((panel) -> panel.path("targets").valueStream())
                    .map((target) -> target.path("expr").asString()),
                this.dashboard.at("/templating/list").valueStream().map((one) -> one.at("/query/query").asString("")));
    }

    private Set<String> named(Pattern pattern) {
        return expressions().flatMap((expression) -> found(expression, pattern).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> groups() {
        Set<String> labels = expressions().flatMap((expression) -> GROUPED.matcher(expression).results())
            .flatMap((match) -> Stream.of(match.group(1).split(", ")))
            .collect(Collectors.toCollection(TreeSet::new));
        labels.removeAll(OF_PROMETHEUS);
        return labels;
    }

    private static Set<String> found(String text, Pattern pattern) {
        return pattern.matcher(text)
            .results()
            .map((match) -> match.groupCount() == 0 ? match.group() : match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    }

}
