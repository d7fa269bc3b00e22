package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.hazelcast.core.HazelcastInstance;
import com.zaxxer.hikari.HikariDataSource;
import io.processhub.ChildSpec;
import io.processhub.ProcessHubTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Children whose members all end, and that go on from what they had kept. */
class DurableCheckpointsTest {

    private static final int CHILDREN = 40;

    private final String house = UUID.randomUUID().toString();

    private final String url = "jdbc:h2:mem:" + this.house + ";DB_CLOSE_DELAY=-1";

    private final TestCluster cluster = new TestCluster();

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    private final JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(this.url));

    @BeforeEach
    @AfterEach
    void close() {
        this.contexts.forEach(ConfigurableApplicationContext::close);
        this.contexts.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = { "0s", "1s" })
    void childrenGoOnFromTheirLastCheckpointInTheDatabaseAfterTheEndOfAllMembers(String delay) {
        ProcessHubTemplate hub = startAll(2, "processhub.durability.checkpoint-delay=" + delay);
        hub.startAll(tenants()).join().orThrow();
        await().atMost(Duration.ofSeconds(60)).until(() -> inDatabase().size() == CHILDREN);
        killAll();
        Map<String, Integer> kept = inDatabase();
        assertThat(kept)
            .allSatisfy((key, count) -> assertThat(count).isBetween(1, Tenant.KEPT.getOrDefault(named(key), 0) + 1));
        Tenant.FOUND.keySet().removeIf((name) -> name.startsWith(this.house));
        startAll(2, "processhub.durability.checkpoint-delay=" + delay);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<String, Integer> found = new HashMap<>();
            kept.keySet().forEach((key) -> found.put(key, Tenant.FOUND.get(named(key))));
            assertThat(found).isEqualTo(kept);
        });
        await().atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(inDatabase())
                .allSatisfy((key, count) -> assertThat(count).isGreaterThan(kept.get(key))));
    }

    @Test
    void anOrderlyEndWritesWhatWaitsAndAStopForgets() {
        ProcessHubTemplate hub = startAll(1, "processhub.durability.checkpoint-delay=1h");
        hub.startAll(tenants()).join().orThrow();
        await().atMost(Duration.ofSeconds(60))
            .until(() -> tenants().stream().allMatch((spec) -> Tenant.KEPT.containsKey(named(spec.key().value()))));
        assertThat(inDatabase()).isEmpty();
        close();
        assertThat(inDatabase()).hasSize(CHILDREN);
        ProcessHubTemplate again = startAll(1);
        await().atMost(Duration.ofSeconds(60)).until(() -> Tenant.FOUND.containsKey(named("t-0")));
        again.stop("t-0").join().orThrow();
        await().atMost(Duration.ofSeconds(60)).until(() -> !inDatabase().containsKey("t-0"));
    }

    private String named(String key) {
        return this.house + "/" + key;
    }

    private Map<String, Integer> inDatabase() {
        Map<String, Integer> counts = new HashMap<>();
        this.jdbc.query("select child_key, content from PROCESSHUB_STATE", (row) -> {
            counts.put(row.getString(1), Integer.valueOf(new String(row.getBytes(2))));
        });
        return counts;
    }

    private List<ChildSpec> tenants() {
        return IntStream.range(0, CHILDREN)
            .mapToObj((i) -> ChildSpec.of("t-" + i, Tenant.class, new Lodger.Args(this.house)))
            .toList();
    }

    private ProcessHubTemplate startAll(int members, String... properties) {
        List<ProcessHubTemplate> hubs = IntStream.range(0, members).mapToObj((i) -> start(properties)).toList();
        await().atMost(Duration.ofSeconds(60))
            .until(() -> hubs.stream().allMatch((hub) -> hub.members().size() == members));
        return hubs.getFirst();
    }

    private ProcessHubTemplate start(String... properties) {
        List<String> all = new ArrayList<>(List.of(this.cluster.properties(properties)));
        all.addAll(List.of("test.database=" + this.url, "processhub.durability.store=jdbc",
                "processhub.durability.cluster-settle=1s"));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .run(all.stream().map((line) -> "--" + line).toArray(String[]::new));
        this.contexts.add(context);
        return context.getBean(ProcessHubTemplate.class);
    }

    private void killAll() {
        List<Thread> kills = this.contexts.stream()
            .map((context) -> context.getBean("processHubHazelcastInstance", HazelcastInstance.class))
            .map((instance) -> Thread.ofPlatform().start(() -> instance.getLifecycleService().terminate()))
            .toList();
        kills.forEach((kill) -> await().atMost(Duration.ofSeconds(60)).until(() -> !kill.isAlive()));
        close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Tenant.class)
    static class Application {

        @Bean
        DataSource database(@Value("${test.database}") String url) {
            HikariDataSource database = new HikariDataSource();
            database.setJdbcUrl(url);
            database.setMinimumIdle(0);
            return database;
        }

    }

}
