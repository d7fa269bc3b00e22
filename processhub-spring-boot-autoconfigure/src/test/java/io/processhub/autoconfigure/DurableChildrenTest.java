package io.processhub.autoconfigure;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.ProcessHubTemplate;
import io.processhub.durability.Postgres;
import org.h2.tools.Server;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whole applications whose members all end at the same moment, and start again. */
@ExtendWith(OutputCaptureExtension.class)
class DurableChildrenTest {

    private static final int MEMBERS = 3;

    private static final int CHILDREN = 300;

    /** Entries of the registry map. */
    private static final int BUCKETS = 128;

    private final String house = UUID.randomUUID().toString();

    @AutoClose
    private final Applications applications = new Applications();

    @ParameterizedTest
    @ValueSource(strings = { "divergence", "majority-quorum" })
    void childrenOutliveAllMembersInH2(String strategy) {
        outlive("jdbc:h2:mem:" + this.house + ";DB_CLOSE_DELAY=-1", "embedded", strategy);
    }

    @Test
    void childrenOutliveAllMembersInPostgres() {
        try (Postgres postgres = Postgres.startOrSkip()) {
            outlive(postgres.url(), "always", "divergence");
            this.applications.close();
        }
    }

    private void outlive(String url, String initialize, String strategy) {
        String[] properties = { "test.database=" + url, "processhub.durability.store=jdbc",
                "processhub.durability.initialize-schema=" + initialize, "processhub.durability.cluster-settle=2s",
                "processhub.durability.recovery-rate=200", "processhub.partition-tolerance.strategy=" + strategy };
        ProcessHubTemplate hub = startAll(properties);
        hub.startAll(children(CHILDREN)).join().orThrow();
        assertThat(hub.stopAll(List.of("c-0", "c-1", "static-1")).join().orThrow().ids()).hasSize(3);
        await().atMost(Applications.LONG).until(() -> Lodger.running(this.house) == CHILDREN - 1);
        Map<ChildKey, Long> epochs = epochs(hub);
        killAll();

        ProcessHubTemplate again = startAll(properties);
        await().atMost(Duration.ofSeconds(120))
            .untilAsserted(() -> assertThat(Lodger.running(this.house)).isEqualTo(CHILDREN - 1));
        assertThat(Lodger.twice()).isEmpty();
        await().atMost(Applications.LONG)
            .untilAsserted(() -> assertThat(epochs(again)).containsOnlyKeys(epochs.keySet()));
        assertThat(epochs(again)).allSatisfy((key, epoch) -> assertThat(epoch).isGreaterThan(epochs.get(key)));
        assertThat(Stream.of("c-0", "c-1", "static-1")).noneMatch((key) -> Lodger.isRunning(this.house, key));
        assertThat(again.start(child("c-1")).join().orThrow().ids()).hasSize(1);
        assertThat(again.start(child("static-1")).join().orThrow().ids()).hasSize(1);
    }

    @Test
    void withoutAStoreOnlyChildrenOfTheConfigurationStartAgain() {
        ProcessHubTemplate hub = startAll();
        hub.startAll(children(CHILDREN)).join().orThrow();
        killAll();
        ProcessHubTemplate again = startAll();
        await().atMost(Applications.LONG).until(() -> Lodger.running(this.house) == 2);
        assertThat(again.children()).extracting((row) -> row.key().value())
            .containsExactlyInAnyOrder("static-0", "static-1");
    }

    @Test
    void whileTheDatabaseIsDownStartsAndStopsAreRefusedAndChildrenRunOn(@TempDir Path directory, CapturedOutput output)
            throws SQLException {
        Server server = server(directory, 0);
        int port = server.getPort();
        ConfigurableApplicationContext member = this.applications.start(Application.class,
                withTwoChildren("test.database=jdbc:h2:tcp://127.0.0.1:" + port + "/./children",
                        "processhub.durability.store=jdbc", "processhub.durability.initialize-schema=always"));
        ProcessHubTemplate hub = member.getBean(ProcessHubTemplate.class);
        hub.startAll(children(10)).join().orThrow();
        await().atMost(Applications.LONG).until(() -> Lodger.running(this.house) == 12);
        awaitAllIsRead(member.getBean("processHubHazelcastInstance", HazelcastInstance.class));
        server.stop();
        List<ChildError> errors = new ArrayList<>(hub.start(child("new")).join().errors());
        errors.addAll(hub.stop("c-1").join().errors());
        assertThat(errors).hasSize(2).allSatisfy((error) -> {
            assertThat(error).isInstanceOf(ChildError.NotStored.class);
            assertThat(error.message()).contains("the database of processhub.durability does not take it, ",
                    "nothing was changed, try again later");
        });
        assertThat(Lodger.running(this.house)).isEqualTo(12);
        assertThat(hub.find("new")).isEmpty();
        assertThat(hub.find("c-1")).isPresent();
        Server again = server(directory, port);
        await().atMost(Applications.LONG).until(() -> hub.start(child("new")).join().errors().isEmpty());
        await().atMost(Applications.LONG).until(() -> hub.stop("c-1").join().errors().isEmpty());
        assertThat(Lodger.isRunning(this.house, "new")).isTrue();
        this.applications.close();
        again.stop();
        assertThat(output).contains("1 of 1 commands not carried out: the database").doesNotContain("ERROR");
    }

    /**
     * Waits until no transaction is on its way, which the end of the database would cut
     * off.
     */
    private static void awaitAllIsRead(HazelcastInstance member) {
        await().atMost(Applications.LONG)
            .until(() -> member.getMap("processhub.default.registry")
                .getLocalMapStats()
                .getOwnedEntryCount() == BUCKETS);
    }

    private static Server server(Path directory, int port) throws SQLException {
        return Server
            .createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists", "-baseDir", directory.toString())
            .start();
    }

    private static Map<ChildKey, Long> epochs(ProcessHubTemplate hub) {
        Map<ChildKey, Long> epochs = new HashMap<>();
        for (ChildRecord row : hub.children()) {
            row.active().ifPresent((claim) -> epochs.put(row.key(), claim.epoch()));
        }
        return epochs;
    }

    private List<ChildSpec> children(int count) {
        return IntStream.range(0, count).mapToObj((i) -> child("c-" + i)).toList();
    }

    private ChildSpec child(String key) {
        return ChildSpec.of(key, Lodger.class, new Lodger.Args(this.house));
    }

    private ProcessHubTemplate startAll(String... properties) {
        return this.applications.startAll(MEMBERS, Application.class, withTwoChildren(properties)).getFirst();
    }

    private String[] withTwoChildren(String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        for (int i = 0; i < 2; i++) {
            String child = "processhub.children[" + i + "].";
            all.addAll(List.of(child + "id=static-" + i, child + "type=lodger", child + "args.house=" + this.house));
        }
        return all.toArray(String[]::new);
    }

    private void killAll() {
        this.applications.killAll();
        await().atMost(Applications.LONG).until(() -> Lodger.running(this.house) == 0);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ Lodger.class, Applications.Database.class })
    static class Application {

    }

}
