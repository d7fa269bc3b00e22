package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.processhub.HookRegistry;
import io.processhub.HubProcess;
import io.processhub.ProcessHubTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What people read when an application with several hubs does not start. */
@ExtendWith(OutputCaptureExtension.class)
class SeveralHubsFailureTest {

    private static final String[] TWO_HUBS = { "processhub.hubs.prices.restart.mode=transient",
            "processhub.hubs.games.restart.mode=permanent" };

    private final TestCluster cluster = new TestCluster();

    @Test
    void aTemplateThatIsInjectedWithoutAQualifierIsExplained(CapturedOutput output) {
        fail(List.of(WantsTemplate.class), TWO_HUBS);
        assertThat(output).contains("APPLICATION FAILED TO START",
                "Parameter 0 of constructor in " + WantsTemplate.class.getName(),
                "needs a ProcessHubTemplate, and this application has one for each of its hubs: games, prices.",
                "@Qualifier(\"games\") ProcessHubTemplate hub", "processhub.primary");
    }

    @Test
    void soAreTheHooks(CapturedOutput output) {
        fail(List.of(WantsHooks.class), TWO_HUBS);
        assertThat(output).contains("needs a HookRegistry, and this application has one for each of its hubs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    processhub.hubs.prices.lease-durration | 1s | There is no setting 'lease-durration' here (expected: enabled, hub-id, | did you mean 'lease-duration'?
                    processhub.hubs.prices.restart.with-in.x | 1s | There is no such setting of a hub | processhub.hubs.prices.restart.with-in.x
                    processhub.hubs.prices.restart.withn | 1s | There is no setting 'withn' here (expected: mode, max-restarts, within, backoff) | did you mean 'within'?
                    processhub.hubs.prices.children[0].tpye | x | There is no setting 'tpye' here | did you mean 'type'?
                    processhub.hubs.prices.cluster.port | 5 | All hubs of an application share one Hazelcast member | processhub.cluster.port
                    processhub.hubs.Prices2.lease-duration | 1s | Prices2 (expected: the name of a hub, of lower-case letters, digits and dashes | processhub.hubs.Prices2
                    processhub.hubs.other | on | on (expected: settings of the hub, such as distribution.strategy) | processhub.hubs.other
                    processhub.hubs.other.hub-id | games | games (expected: another id than that of hub 'games') | processhub.hubs.other.hub-id
                    processhub.primary | gamse | There is no hub 'gamse' here (expected: games, prices) | did you mean 'games'?
                    processhub.hubs.prices.restart.mode | always | there is no such value (expected: permanent, transient, temporary) | processhub.hubs.prices.restart.mode
                    processhub.hubs.games.restart.within | -1s | PT-1S (expected: more than 0 | 'processhub.hubs.games.restart.within'
                    processhub.restart.within | -1s | PT-1S (expected: more than 0 | 'processhub.restart.within'
                    processhub.hubs.games.migration.strategy | warm-swap | There is no strategy 'warm-swap' | 'processhub.hubs.games.migration.strategy'
                    processhub.hubs.games.partition-tolerance.strategy | static-quorum | not set (expected: 1 or more) | 'processhub.hubs.games.partition-tolerance.static-quorum.quorum-size'
                    processhub.hubs.games.children[0].type | tikker | not set (expected: 1 to 512 characters) | 'processhub.hubs.games.children[0].id'
                    """)
    void whatIsWrongWithOneHubIsNamed(String property, String value, String reason, String more,
            CapturedOutput output) {
        List<String> properties = new ArrayList<>(List.of(TWO_HUBS));
        properties.removeIf((line) -> line.startsWith(property + "="));
        properties.add(property + "=" + value);
        fail(List.of(), properties.toArray(String[]::new));
        assertThat(output).contains("APPLICATION FAILED TO START", reason, more);
    }

    @Test
    void aChildTypeOfAnUnknownHubIsNamedWithTheHubsThereAre(CapturedOutput output) {
        fail(List.of(OfGamse.class), TWO_HUBS);
        assertThat(output).contains("APPLICATION FAILED TO START",
                "Child type 'lost', " + OfGamse.class.getName() + ", is of hub 'gamse', and there is no such hub",
                "[games, prices]", "did you mean 'games'?", "processhub.hubs.gamse");
    }

    @Test
    void soIsOneWhereThereIsOneHub(CapturedOutput output) {
        fail(List.of(OfGamse.class));
        assertThat(output).contains("is of hub 'gamse', and there is no such hub (expected: one of [default])");
    }

    @Test
    void withoutAnyHubEnabledTheReportSaysSo(CapturedOutput output) {
        fail(List.of(), "processhub.hubs.prices.enabled=false");
        assertThat(output).contains("APPLICATION FAILED TO START", "No hub is enabled");
    }

    @Test
    void timesThatDoNotFitTogetherAreNamedWithTheirHub(CapturedOutput output) {
        fail(List.of(), "processhub.hubs.prices.restart.mode=transient",
                "processhub.hubs.games.partition-tolerance.strategy=majority-quorum",
                "processhub.hubs.games.lease-duration=3s");
        assertThat(output).contains("APPLICATION FAILED TO START", "Hub 'games': processhub.cluster.heartbeat-timeout");
    }

    private void fail(List<Class<?>> more, String... properties) {
        List<Class<?>> sources = new ArrayList<>(List.of(Application.class));
        sources.addAll(more);
        String[] arguments = Stream.of(this.cluster.properties(properties))
            .map((line) -> "--" + line)
            .toArray(String[]::new);
        SpringApplicationBuilder application = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .web(WebApplicationType.NONE);
        assertThatException().isThrownBy(() -> application.run(arguments).close());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Ticker.class)
    static class Application {

    }

    static final class WantsTemplate {

        WantsTemplate(ProcessHubTemplate hub) {
            hub.members();
        }

    }

    static final class WantsHooks {

        WantsHooks(HookRegistry hooks) {
            hooks.hooks();
        }

    }

    @HubProcess(value = "lost", hub = "gamse")
    static class OfGamse extends FailureReportTest.Idle {

    }

}
