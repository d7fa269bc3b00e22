package io.processhub.autoconfigure;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildSpec;
import io.processhub.ProcessHubTemplate;
import io.processhub.Scope;
import io.processhub.hazelcast.HazelcastConfigs;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Each of several hubs has maps of its own, kept and protected as its settings say. */
class SeveralHubsMapsTest {

    private static final SeveralHubsTogether.Room.Args SEATS = new SeveralHubsTogether.Room.Args(4);

    @AutoClose
    private final Applications applications = new Applications();

    private ConfigurableApplicationContext start(Class<?> application, String... properties) {
        return this.applications.start(application,
                Stream.concat(Stream.of(SeveralHubsTogether.HUBS), Stream.of(properties)).toArray(String[]::new));
    }

    private static ProcessHubTemplate hub(ConfigurableApplicationContext application, String name) {
        return application.getBean(name, ProcessHubTemplate.class);
    }

    private static List<String> running(ProcessHubTemplate hub) {
        return hub.children(Scope.LOCAL).stream().map((row) -> row.key().value()).toList();
    }

    @Test
    void childrenOfTheHubThatIsDurableOutliveAllMembers() {
        String[] properties = { "test.database=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "processhub.durability.store=jdbc", "processhub.hubs.games.durability.store=none",
                "processhub.durability.cluster-settle=1s" };
        ConfigurableApplicationContext first = start(WithDatabase.class, properties);
        hub(first, "prices").start(ChildSpec.of("p", "session", null)).join().orThrow();
        hub(first, "games").start(ChildSpec.of("g", "session", SEATS)).join().orThrow();
        this.applications.killAll();
        ConfigurableApplicationContext next = start(WithDatabase.class, properties);
        await().atMost(Applications.LONG)
            .untilAsserted(() -> assertThat(running(hub(next, "prices"))).containsExactly("p"));
        assertThat(hub(next, "games").find("g")).isEmpty();
    }

    @Test
    void aConfigurationOfTheApplicationIsCompletedForEachHub() {
        ConfigurableApplicationContext application = start(WithConfig.class,
                "processhub.hubs.games.partition-tolerance.strategy=majority-quorum");
        HazelcastInstance hazelcast = application.getBean(HazelcastInstance.class);
        assertThat(hazelcast.getConfig().getProperty("own")).isEqualTo("yes");
        assertThat(hazelcast.getConfig().getSplitBrainProtectionConfigs())
            .containsOnlyKeys(HazelcastConfigs.registryName("games"));
        await().atMost(Applications.LONG).until(() -> hub(application, "games").quorum().held());
        hub(application, "prices").start(ChildSpec.of("p", "session", null)).join().orThrow();
        hub(application, "games").start(ChildSpec.of("g", "session", SEATS)).join().orThrow();
        assertThat(running(hub(application, "games"))).containsExactly("g");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ SeveralHubsTogether.Feed.class, SeveralHubsTogether.Room.class, Applications.Database.class })
    static class WithDatabase {

    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ SeveralHubsTogether.Feed.class, SeveralHubsTogether.Room.class })
    static class WithConfig {

        @Bean
        Config hazelcastConfig(@Value("${processhub.cluster.name}") String name,
                @Value("${processhub.cluster.port}") int port) {
            Config config = new Config().setClusterName(name).setProperty("own", "yes");
            config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
            config.getNetworkConfig().setPort(port).getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
            return config;
        }

    }

}
