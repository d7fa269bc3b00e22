package io.processhub.autoconfigure;

import java.util.UUID;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.RecoverySettings;
import io.processhub.durability.Databases;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.runtime.RegistryStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Durable children as applications configure them, rightly and wrongly. */
@ExtendWith(OutputCaptureExtension.class)
class DurabilityReportTest {

    private static final String PREFIX = "processhub.durability.";

    private final ApplicationContextRunner none = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
        .withPropertyValues(new TestCluster().properties("processhub.cluster.join.mode=single"));

    private final ApplicationContextRunner jdbc = this.none.withPropertyValues(PREFIX + "store=jdbc");

    private final ApplicationContextRunner runner = this.jdbc.withBean(DataSource.class, Databases::inMemory);

    private static FailureAnalysis report(AssertableApplicationContext context) {
        Throwable failure = context.getStartupFailure();
        FailureAnalysis analysis = (failure != null) ? new DurabilityFailureAnalyzer().analyze(failure) : null;
        if (analysis == null) {
            throw new AssertionError("no report", failure);
        }
        return analysis;
    }

    private static @Nullable Throwable rootOf(AssertableApplicationContext context) {
        Throwable cause = context.getStartupFailure();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Test
    void unlessAskedForNothingIsStoredWhateverDatabaseThereIs() {
        this.none.withBean(DataSource.class, Databases::inMemory)
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RegistryStore.class));
    }

    @Test
    void theStoreIsTheMapsAndItsSettingsArrive() {
        this.runner.withPropertyValues(PREFIX + "cluster-settle=7s", PREFIX + "recovery-rate=42").run((context) -> {
            assertThat(context).hasSingleBean(RegistryStore.class);
            assertThat(context.getBean(HubSettings.class).recovery())
                .isEqualTo(new RecoverySettings(java.time.Duration.ofSeconds(7), 42));
            assertThat(isStored(context.getBean(HazelcastInstance.class))).isTrue();
        });
    }

    @Test
    void anApplicationsOwnHazelcastConfigurationIsCompleted() {
        this.runner.withUserConfiguration(OwnConfig.class)
            .run((context) -> assertThat(isStored(context.getBean(HazelcastInstance.class))).isTrue());
    }

    private static boolean isStored(HazelcastInstance hazelcast) {
        return hazelcast.getConfig()
            .findMapConfig(HazelcastConfigs.registryName("default"))
            .getMapStoreConfig()
            .isEnabled();
    }

    @Test
    void anInstanceOfTheApplicationThatDoesNotStoreIsRefused() {
        this.runner.withUserConfiguration(OwnInstance.class).run((context) -> {
            assertThat(rootOf(context)).isInstanceOf(UnsuitableHazelcastException.class)
                .hasMessageContainingAll(
                        "Its maps 'processhub.default.registry' and 'processhub.default.states' are not both kept",
                        "pass its configuration through io.processhub.hazelcast.HazelcastConfigs.store");
        });
    }

    @Test
    void noDataSource() {
        this.jdbc.run((context) -> {
            FailureAnalysis report = report(context);
            assertThat(report.getDescription())
                .isEqualTo("processhub.durability.store is jdbc, and there is no DataSource.");
            assertThat(report.getAction()).contains("spring-boot-starter-jdbc", "spring.datasource.url",
                    "processhub.durability.store to none");
        });
    }

    @Test
    void severalDataSources() {
        this.jdbc.withBean("orders", DataSource.class, Databases::inMemory)
            .withBean("users", DataSource.class, Databases::inMemory)
            .run((context) -> {
                FailureAnalysis report = report(context);
                assertThat(report.getDescription()).contains("several DataSources", "none is @Primary: orders, users");
                assertThat(report.getAction()).contains("@Primary");
            });
    }

    @Test
    void springJdbcIsMissing() {
        this.jdbc.withClassLoader(new FilteredClassLoader("org.springframework.jdbc")).run((context) -> {
            FailureAnalysis report = report(context);
            assertThat(report.getDescription()).contains("Spring JDBC is not on the class path");
            assertThat(report.getAction()).contains("spring-boot-starter-jdbc");
        });
    }

    @Test
    void theTablesAreMissing() {
        this.runner.withPropertyValues(PREFIX + "initialize-schema=never").run((context) -> {
            FailureAnalysis report = report(context);
            assertThat(report.getDescription()).contains("no table PROCESSHUB_CHILD");
            assertThat(report.getAction()).contains("processhub.durability.initialize-schema to always",
                    "io/processhub/durability/schema-*.sql");
        });
    }

    @Test
    void aDatabaseThatIsNotThereIsWaitedFor(CapturedOutput output) {
        this.jdbc
            .withBean(DataSource.class,
                    () -> new DriverManagerDataSource("jdbc:h2:tcp://127.0.0.1:1/" + UUID.randomUUID()))
            .withPropertyValues(PREFIX + "initialize-schema=never")
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(output)
            .contains("the database of processhub.durability does not answer: starts and stops are refused"
                    + " until it does");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            table-prefix=a-b   | table-prefix   | a-b (expected: letters, digits and _
            cluster-settle=-1s | cluster-settle | PT-1S (expected: 0 to 1 hour)
            recovery-rate=0    | recovery-rate  | 0 (expected: 1 to 1000000)
            checkpoint-delay=1500ms | checkpoint-delay | PT1.5S (expected: whole seconds, at most 1 hour)
            time-limit=9s      | time-limit     | PT9S (expected: more than 0, at most 6 s)
            """)
    void aValueThatCannotBeIsNamed(String setting, String property, String reason) {
        this.runner.withPropertyValues(PREFIX + setting)
            .run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(PREFIX + property)
                .hasStackTraceContaining(reason));
    }

    static class OwnConfig {

        @Bean
        Config config() {
            Config config = new Config().setClusterName("own-" + UUID.randomUUID());
            config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
            return config;
        }

    }

    static class OwnInstance {

        @Bean
        HazelcastInstance hazelcast() {
            return Hazelcast.newHazelcastInstance(HazelcastConfigs.complete(new OwnConfig().config()));
        }

    }

}
