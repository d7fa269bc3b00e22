package io.processhub.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.HubProcess;
import io.processhub.MemberId;
import io.processhub.ProcessHubTemplate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The example of the documentation, in an application. */
class CustomDistributionTest {

    @AutoClose
    private final Applications applications = new Applications();

    @Test
    void aStrategyOfTheApplicationIsChosenByItsBeanName() throws Exception {
        ConfigurableApplicationContext one = run();
        ConfigurableApplicationContext other = run();
        ProcessHubTemplate hub = one.getBean(ProcessHubTemplate.class);
        await().atMost(Applications.LONG).until(() -> hub.members().size() == 2);
        hub.startAll(IntStream.range(0, 200)
            .mapToObj((i) -> ChildSpec.of("c" + i, Idle.class).metadata("tenant", "t" + i % 20))
            .toList()).get(30, TimeUnit.SECONDS).orThrow();
        assertTenantsAreTogether(hub, 2);
        other.stop();
        await().atMost(Applications.LONG).untilAsserted(() -> assertTenantsAreTogether(hub, 1));
    }

    private static void assertTenantsAreTogether(ProcessHubTemplate hub, int members) {
        Map<String, List<MemberId>> byTenant = hub.children()
            .stream()
            .collect(Collectors.groupingBy((row) -> row.spec().metadata().getOrDefault("tenant", ""),
                    Collectors.mapping(CustomDistributionTest::holder, Collectors.toList())));
        assertThat(byTenant).hasSize(20)
            .allSatisfy((tenant, holders) -> assertThat(holders).hasSize(10).containsOnly(holders.getFirst()));
        assertThat(byTenant.values().stream().map(List::getFirst).distinct()).hasSize(members);
    }

    private static MemberId holder(ChildRecord row) {
        return row.active().map(Claim::member).orElseThrow();
    }

    @Test
    void theDocumentationShowsThisVeryExample() throws IOException {
        String source = Files
            .readString(Path.of("src", "test", "java", "io", "processhub", "autoconfigure", "TenantsTogether.java"));
        assertThat(Files.readString(Path.of("..", "docs", "distribution.md")))
            .contains(source.substring(source.indexOf("/** All children")).strip());
    }

    private ConfigurableApplicationContext run() {
        return this.applications.start(Application.class, "processhub.distribution.strategy=tenants-together");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ TenantsTogether.class, Idle.class })
    static class Application {

    }

    @HubProcess("idle")
    static class Idle implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) throws Exception {
            Thread.sleep(Long.MAX_VALUE);
        }

    }

}
