package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.ProcessHubTemplate;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.LeaseSettings;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastHeartbeat;
import io.processhub.hazelcast.HazelcastSettings;
import io.processhub.hazelcast.MapQuorum;
import io.processhub.partition.Divergence;
import io.processhub.partition.DynamicQuorum;
import io.processhub.partition.MajorityQuorum;
import io.processhub.partition.StaticQuorum;
import io.processhub.runtime.QuorumGuard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hazelcast.autoconfigure.HazelcastAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Quorum strategies, leases and the heartbeat, as applications configure them. */
@ExtendWith(OutputCaptureExtension.class)
class PartitionToleranceTest {

    private static final String PREFIX = "processhub.partition-tolerance.";

    private static final String MAP = HazelcastConfigs.registryName("default");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class, HazelcastAutoConfiguration.class))
        .withPropertyValues(new TestCluster().properties("processhub.cluster.join.mode=single"));

    @Test
    void unlessToldOtherwiseEverySideRunsOnAndNothingIsGuarded() {
        this.runner.run((context) -> {
            assertThat(strategy(context)).isInstanceOf(Divergence.class);
            assertThat(context.getBean(HubSettings.class).lease()).isEqualTo(LeaseSettings.DEFAULT);
            assertThat(config(context).getSplitBrainProtectionConfigs()).isEmpty();
            assertThat(HazelcastHeartbeat.of(config(context))).isEqualTo(TestSettings.heartbeat(1, 5));
        });
    }

    @Test
    void staticQuorum() {
        with("strategy=static-quorum", "static-quorum.quorum-size=3", "static-quorum.startup-confirm=true")
            .run((context) -> {
                assertThat(strategy(context)).isEqualTo(new StaticQuorum(3, true));
                assertThat(context.getBean(QuorumGuard.class)).hasToString("MapQuorum(3)");
                assertThat(guardOf(config(context))).isSameAs(context.getBean(MapQuorum.class));
            });
    }

    @Test
    void dynamicQuorum() {
        with("strategy=dynamic-quorum", "dynamic-quorum.quorum-size=60", "dynamic-quorum.threshold-time=1m")
            .run((context) -> {
                assertThat(strategy(context)).isEqualTo(new DynamicQuorum(60, Duration.ofMinutes(1)));
                assertThat(guardOf(config(context))).hasToString("MapQuorum(1)");
            });
    }

    @Test
    void majorityQuorum() {
        with("strategy=majority-quorum", "majority-quorum.initial-cluster-size=5",
                "majority-quorum.track-max-size=false")
            .run((context) -> {
                assertThat(strategy(context)).isEqualTo(new MajorityQuorum(5, false));
                await().untilAsserted(() -> assertThat(guardOf(config(context))).hasToString("MapQuorum(3)"));
            });
    }

    @Test
    void optionsHaveDefaults() {
        with("strategy=majority-quorum")
            .run((context) -> assertThat(strategy(context)).isEqualTo(new MajorityQuorum(1, true)));
        with("strategy=static-quorum", "static-quorum.quorum-size=2")
            .run((context) -> assertThat(strategy(context)).isEqualTo(new StaticQuorum(2, false)));
        with("strategy=dynamic-quorum", "dynamic-quorum.quorum-size=51")
            .run((context) -> assertThat(strategy(context)).isEqualTo(new DynamicQuorum(51, Duration.ofSeconds(30))));
    }

    @Test
    void aStrategyMayBeABean() {
        with("strategy=all").withUserConfiguration(OwnStrategy.class).run((context) -> {
            assertThat(strategy(context)).isSameAs(context.getBean("all"));
            assertThat(guardOf(config(context))).hasToString("MapQuorum(1)");
        });
    }

    @Test
    void leaseTrustAndHeartbeatAreHeard() {
        this.runner
            .withPropertyValues("processhub.lease-duration=3s", "processhub.takeover.trust-connection-refused=true",
                    "processhub.cluster.heartbeat-interval=2s", "processhub.cluster.heartbeat-timeout=10s")
            .run((context) -> {
                assertThat(context.getBean(HubSettings.class).lease())
                    .isEqualTo(new LeaseSettings(Duration.ofSeconds(3), true));
                assertThat(HazelcastHeartbeat.of(config(context))).isEqualTo(TestSettings.heartbeat(2, 10));
            });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            static-quorum   | static-quorum.quorum-size=0               | 0 (expected: 1 or more)
            static-quorum   | static-quorum.startup-confirm=true        | not set (expected: 1 or more)
            dynamic-quorum  | dynamic-quorum.quorum-size=101            | 101 (expected: 1 to 100 percent)
            dynamic-quorum  | dynamic-quorum.threshold-time=1m          | not set (expected: 1 to 100 percent)
            majority-quorum | majority-quorum.initial-cluster-size=0    | 0 (expected: 1 or more)
            """)
    void impossibleOptionsAreRefused(String strategy, String option, String reason) {
        with("strategy=" + strategy, option)
            .run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    processhub.lease-duration=2600ms                 | processhub.cluster.heartbeat-timeout is 5s, less than twice
                    processhub.cluster.heartbeat-interval=3s         | processhub.cluster.heartbeat-timeout is 5s, not more than
                    processhub.partition-tolerance.dynamic-quorum.threshold-time=10s | threshold-time is 10s, and processhub
                    """)
    void timesThatDoNotFitTogetherAreRefusedBeforeAMemberStarts(String property, String reason) {
        with("strategy=dynamic-quorum", "dynamic-quorum.quorum-size=60").withPropertyValues(property)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(UnsafeTimesException.class)
                .hasMessageContaining(reason));
    }

    @Test
    void aConfigurationOfTheApplicationIsGuardedToo() {
        with("strategy=static-quorum", "static-quorum.quorum-size=2").withUserConfiguration(OwnConfig.class)
            .run((context) -> assertThat(guardOf(config(context))).isSameAs(context.getBean(MapQuorum.class)));
    }

    @Test
    void soIsAFileOfTheApplication() {
        with("strategy=static-quorum", "static-quorum.quorum-size=2")
            .withPropertyValues("spring.hazelcast.config=classpath:own-hazelcast.xml")
            .run((context) -> assertThat(guardOf(config(context))).isSameAs(context.getBean(MapQuorum.class)));
    }

    @Test
    void theHeartbeatOfAConfigurationOfTheApplicationIsCheckedByItsOwnNames() {
        with("strategy=static-quorum", "static-quorum.quorum-size=2").withUserConfiguration(OwnConfig.class)
            .withPropertyValues("processhub.lease-duration=31s")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("hazelcast.max.no.heartbeat.seconds is 1m, less than twice"));
    }

    @Test
    void anInstanceOfTheApplicationWithoutProtectionIsWarnedOfOnceAndUsed(CapturedOutput output) {
        with("strategy=majority-quorum").withUserConfiguration(OwnInstance.class).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(output.getOut().split("has no split-brain protection for the map '" + MAP, -1)).hasSize(2);
        });
    }

    @Test
    void anInstanceOfTheApplicationMayBeGivenTheProtectionOfTheHub(CapturedOutput output) {
        with("strategy=majority-quorum").withUserConfiguration(OwnProtectedInstance.class).run((context) -> {
            assertThat(guardOf(config(context))).isSameAs(context.getBean(QuorumGuard.class));
            assertThat(output).doesNotContain("split-brain protection");
        });
    }

    @Test
    void withoutQuorumItNeedsNone(CapturedOutput output) {
        this.runner.withUserConfiguration(OwnInstance.class).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(output).doesNotContain("split-brain protection");
        });
    }

    @Test
    void theHeartbeatOfAnInstanceOfTheApplicationIsCheckedByItsOwnNames() {
        with("strategy=majority-quorum").withUserConfiguration(OwnInstance.class)
            .withPropertyValues("processhub.lease-duration=3s")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(UnsafeTimesException.class)
                .hasMessageContaining("hazelcast.max.no.heartbeat.seconds is 5s, less than twice"));
    }

    @Test
    void aChildThatIsStartedWithTheMemberRuns(CapturedOutput output) {
        with("strategy=majority-quorum").withUserConfiguration(Ticker.class)
            .withPropertyValues("processhub.children[0].id=a", "processhub.children[0].type=ticker",
                    "processhub.children[0].args.interval=1h")
            .run((context) -> {
                ProcessHubTemplate hub = context.getBean(ProcessHubTemplate.class);
                await().until(() -> hub.find("a").isPresent());
                assertThat(output).doesNotContain("SplitBrainProtectionException");
            });
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void childrenOfTheConfigurationWaitForAQuorumAndAreStartedThen(boolean startupConfirm, CapturedOutput output) {
        String[] cluster = new TestCluster().properties();
        ApplicationContextRunner member = with("strategy=static-quorum", "static-quorum.quorum-size=2",
                "static-quorum.startup-confirm=" + startupConfirm)
            .withPropertyValues(cluster)
            .withUserConfiguration(Ticker.class)
            .withPropertyValues("processhub.cluster.join.mode=auto", "processhub.children[0].id=a",
                    "processhub.children[0].type=ticker", "processhub.children[0].args.interval=1h");
        member.run((first) -> {
            assertThat(first).hasNotFailed();
            await().untilAsserted(() -> assertThat(output).contains("processhub.children: 1 wait for a quorum"));
            assertThat(first.getBean(ProcessHubTemplate.class).find("a")).isEmpty();
            member.run((second) -> {
                await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(second.getBean(ProcessHubTemplate.class).find("a"))
                        .hasValueSatisfying((row) -> assertThat(row.active()).isPresent()));
                assertThat(output).doesNotContain("the children of processhub.children were not started");
            });
        });
    }

    private ApplicationContextRunner with(String... options) {
        ApplicationContextRunner with = this.runner;
        for (String option : options) {
            with = with.withPropertyValues(PREFIX + option);
        }
        return with;
    }

    private static PartitionToleranceStrategy strategy(ApplicationContext context) {
        return context.getBean(HubSettings.class).partitionTolerance();
    }

    private static Config config(ApplicationContext context) {
        return context.getBean(HubNode.class).hazelcast().getConfig();
    }

    private static @Nullable Object guardOf(Config config) {
        String name = Objects.requireNonNull(config.findMapConfig(MAP).getSplitBrainProtectionName());
        return Objects.requireNonNull(config.getSplitBrainProtectionConfigs().get(name)).getFunctionImplementation();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStrategy {

        @Bean
        PartitionToleranceStrategy all() {
            return (members) -> members;
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnConfig {

        @Bean
        Config config(Environment environment) {
            Config config = new Config();
            config.setClusterName(environment.getRequiredProperty("processhub.cluster.name"));
            config.getNetworkConfig()
                .setPort(environment.getRequiredProperty("processhub.cluster.port", Integer.class));
            config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
            return config;
        }

    }

    private static Config ownConfig(Environment environment) {
        return HazelcastConfigs
            .of(HazelcastSettings.DEFAULT.withClusterName(environment.getRequiredProperty("processhub.cluster.name"))
                .withPorts(environment.getRequiredProperty("processhub.cluster.port", Integer.class), 10));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnProtectedInstance {

        @Bean
        HazelcastInstance instance(Environment environment, MapQuorum quorum) {
            return Hazelcast.newHazelcastInstance(HazelcastConfigs.protect(ownConfig(environment), "default", quorum));
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnInstance {

        @Bean
        HazelcastInstance instance(Environment environment) {
            return Hazelcast.newHazelcastInstance(ownConfig(environment));
        }

    }

}
