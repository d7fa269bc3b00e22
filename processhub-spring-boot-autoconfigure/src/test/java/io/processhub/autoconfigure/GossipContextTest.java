package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.ProcessHubTemplate;
import io.processhub.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whole applications that choose gossip by its name, on loopback. */
class GossipContextTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final TestCluster cluster = new TestCluster();

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    @AfterEach
    void close() {
        this.contexts.forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void fourApplicationsFindEachOthersChildren() {
        List<ProcessHubTemplate> hubs = IntStream.range(0, 4).mapToObj((i) -> hub()).toList();
        await().atMost(LONG).until(() -> hubs.stream().allMatch((hub) -> hub.members().size() == 4));
        Ticker.Args args = new Ticker.Args(Duration.ofHours(1), 0);
        List<ChildSpec> specs = IntStream.range(0, 100)
            .mapToObj((i) -> ChildSpec.of("child-" + i, Ticker.class, args))
            .toList();
        hubs.getFirst().startAll(specs).join().orThrow();
        await().atMost(LONG).untilAsserted(() -> assertThat(hubs).allSatisfy((hub) -> {
            assertThat(hub.children()).hasSize(100).isEqualTo(hubs.getFirst().children());
            assertThat(holders(hub)).hasSize(4);
            assertThat(hub.children(Scope.LOCAL)).isNotEmpty();
        }));
        hubs.getLast().stopAll(specs.stream().map((spec) -> spec.key().value()).toList()).join().orThrow();
        await().atMost(LONG).until(() -> hubs.stream().allMatch((hub) -> hub.children().isEmpty()));
    }

    private static Set<MemberId> holders(ProcessHubTemplate hub) {
        return hub.children()
            .stream()
            .flatMap((row) -> row.claims().stream())
            .map(Claim::member)
            .collect(Collectors.toSet());
    }

    private ProcessHubTemplate hub() {
        String[] arguments = Stream.of(this.cluster.properties("processhub.synchronization.strategy=gossip",
                "processhub.synchronization.gossip.recipients=1", "processhub.synchronization.gossip.sync-interval=5s"))
            .map((line) -> "--" + line)
            .toArray(String[]::new);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .run(arguments);
        this.contexts.add(context);
        return context.getBean(ProcessHubTemplate.class);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Ticker.class)
    static class Application {

    }

}
