package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.ProcessHubTemplate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
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

    private final JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(this.url));

    @AutoClose
    private final Applications applications = new Applications();

    @ParameterizedTest
    @ValueSource(strings = { "0s", "1s" })
    void childrenGoOnFromTheirLastCheckpointInTheDatabaseAfterTheEndOfAllMembers(String delay) {
        ProcessHubTemplate hub = startAll(2, "processhub.durability.checkpoint-delay=" + delay);
        hub.startAll(tenants()).join().orThrow();
        await().atMost(Applications.LONG).until(() -> inDatabase().size() == CHILDREN);
        this.applications.killAll();
        Map<String, Integer> kept = inDatabase();
        assertThat(kept)
            .allSatisfy((key, count) -> assertThat(count).isBetween(1, Tenant.KEPT.getOrDefault(named(key), 0) + 1));
        Tenant.FOUND.keySet().removeIf((name) -> name.startsWith(this.house));
        startAll(2, "processhub.durability.checkpoint-delay=" + delay);
        await().atMost(Applications.LONG).untilAsserted(() -> {
            Map<String, Integer> found = new HashMap<>();
            kept.keySet().forEach((key) -> found.put(key, Tenant.FOUND.get(named(key))));
            assertThat(found).isEqualTo(kept);
        });
        await().atMost(Applications.LONG)
            .untilAsserted(() -> assertThat(inDatabase())
                .allSatisfy((key, count) -> assertThat(count).isGreaterThan(kept.get(key))));
    }

    @Test
    void anOrderlyEndWritesWhatWaitsAndAStopForgets() {
        ProcessHubTemplate hub = startAll(1, "processhub.durability.checkpoint-delay=1h");
        hub.startAll(tenants()).join().orThrow();
        await().atMost(Applications.LONG)
            .until(() -> tenants().stream().allMatch((spec) -> Tenant.KEPT.containsKey(named(spec.key().value()))));
        assertThat(inDatabase()).isEmpty();
        this.applications.close();
        assertThat(inDatabase()).hasSize(CHILDREN);
        ProcessHubTemplate again = startAll(1);
        await().atMost(Applications.LONG).until(() -> Tenant.FOUND.containsKey(named("t-0")));
        again.stop("t-0").join().orThrow();
        await().atMost(Applications.LONG).until(() -> !inDatabase().containsKey("t-0"));
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
        List<String> all = new ArrayList<>(List.of("test.database=" + this.url, "processhub.durability.store=jdbc",
                "processhub.durability.cluster-settle=1s"));
        all.addAll(List.of(properties));
        return this.applications.startAll(members, Application.class, all.toArray(String[]::new)).getFirst();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ Tenant.class, Applications.Database.class })
    static class Application {

    }

}
