package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.ProcessHubTemplate;
import io.processhub.Scope;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whole applications that choose gossip by its name, on loopback. */
class GossipContextTest {

    @AutoClose
    private final Applications applications = new Applications();

    @Test
    void fourApplicationsFindEachOthersChildren() {
        List<ProcessHubTemplate> hubs = this.applications.startAll(4, Application.class,
                "processhub.synchronization.strategy=gossip", "processhub.synchronization.gossip.recipients=1",
                "processhub.synchronization.gossip.sync-interval=5s");
        Ticker.Args args = new Ticker.Args(Duration.ofHours(1), 0);
        List<ChildSpec> specs = IntStream.range(0, 100)
            .mapToObj((i) -> ChildSpec.of("child-" + i, Ticker.class, args))
            .toList();
        hubs.getFirst().startAll(specs).join().orThrow();
        await().atMost(Applications.LONG).untilAsserted(() -> assertThat(hubs).allSatisfy((hub) -> {
            assertThat(hub.children()).hasSize(100).isEqualTo(hubs.getFirst().children());
            assertThat(holders(hub)).hasSize(4);
            assertThat(hub.children(Scope.LOCAL)).isNotEmpty();
        }));
        hubs.getLast().stopAll(specs.stream().map((spec) -> spec.key().value()).toList()).join().orThrow();
        await().atMost(Applications.LONG).until(() -> hubs.stream().allMatch((hub) -> hub.children().isEmpty()));
    }

    private static Set<MemberId> holders(ProcessHubTemplate hub) {
        return hub.children()
            .stream()
            .flatMap((row) -> row.claims().stream())
            .map(Claim::member)
            .collect(Collectors.toSet());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Ticker.class)
    static class Application {

    }

}
