package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionStrategy;
import io.processhub.Hub;
import io.processhub.LoadSampling;
import io.processhub.Member;
import io.processhub.ProcessHubTemplate;
import io.processhub.RestartPolicy;
import io.processhub.coordination.HubSettings;
import io.processhub.migration.ColdSwap;
import io.processhub.synchronization.Gossip;
import io.processhub.synchronization.PubSub;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

class ProcessHubAutoConfigurationTest {

    private final TestCluster cluster = new TestCluster();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
        .withPropertyValues(this.cluster.properties("processhub.cluster.join.mode=single"));

    @Test
    void anApplicationWithoutAnySettingsHasAHub() {
        this.runner.run((context) -> {
            assertThat(context).hasSingleBean(ProcessHubTemplate.class).hasSingleBean(Hub.class);
            assertThat(context.getBean(ProcessHubTemplate.class).isAlive()).isTrue();
            HubSettings settings = context.getBean(HubSettings.class);
            assertThat(settings.hubId()).isEqualTo("default");
            assertThat(settings.restart()).isEqualTo(RestartPolicy.DEFAULT);
            assertThat(settings.synchronization()).isEqualTo(new PubSub());
            assertThat(settings.migration().admit(0, 5000)).isEqualTo(ColdSwap.DEFAULT_MAX_CONCURRENT_MOVES);
        });
    }

    @Test
    void settingsAreHeard() {
        this.runner
            .withPropertyValues("processhub.hub-id=feeds", "processhub.migration.cold-swap.max-concurrent-moves=7",
                    "processhub.synchronization.pubsub.sync-interval=3s", "processhub.restart.mode=transient",
                    "processhub.restart.max-restarts=3", "processhub.restart.within=1m",
                    "processhub.restart.backoff.initial=5ms", "processhub.restart.backoff.multiplier=1.5",
                    "processhub.restart.backoff.max=2s", "processhub.restart.backoff.jitter=0",
                    "processhub.cluster.weight=2.5", "processhub.cluster.labels.zone=a")
            .run((context) -> {
                HubSettings settings = context.getBean(HubSettings.class);
                assertThat(settings.hubId()).isEqualTo("feeds");
                assertThat(settings.migration().admit(0, 5000)).isEqualTo(7);
                assertThat(settings.synchronization()).isEqualTo(new PubSub(Duration.ofSeconds(3)));
                assertThat(settings.restart())
                    .isEqualTo(new RestartPolicy(RestartPolicy.Mode.TRANSIENT, 3, Duration.ofMinutes(1),
                            new RestartPolicy.Backoff(Duration.ofMillis(5), 1.5, Duration.ofSeconds(2), 0)));
                Member member = context.getBean(Hub.class).localMember();
                assertThat(member.weight()).isEqualTo(2.5);
                assertThat(member.labels()).isEqualTo(Map.of("zone", "a"));
            });
    }

    @ParameterizedTest
    @CsvSource({ "consistent-hashing, ConsistentHashing", "bounded-load, BoundedLoad", "guided, Guided",
            "load-balancer, LoadBalancer" })
    void theDistributionIsChosenById(String id, String type) {
        this.runner.withPropertyValues("processhub.distribution.strategy=" + id)
            .run((context) -> assertThat(context.getBean(HubSettings.class).distribution().getClass().getSimpleName())
                .isEqualTo(type));
    }

    @Test
    void theLoadBalancerHearsItsOptions() {
        this.runner
            .withPropertyValues("processhub.distribution.strategy=load-balancer",
                    "processhub.distribution.load-balancer.push-interval=2s",
                    "processhub.distribution.load-balancer.max-history-size=7",
                    "processhub.distribution.load-balancer.weight-decay-factor=0.5")
            .run((context) -> assertThat(context.getBean(HubSettings.class).distribution().loadSampling())
                .isEqualTo(new LoadSampling(Duration.ofSeconds(2), 7, 0.5)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bounded-load | bounded-load.epsilon | 0 | 0.0 (expected: more than 0, at most 10)
            bounded-load | bounded-load.virtual-nodes | 0 | 0 (expected: 1 to 10,000)
            load-balancer | load-balancer.push-interval | -1s | PT-1S (expected: more than 0, at most 365 days)
            load-balancer | load-balancer.max-history-size | 0 | 0 (expected: 1 to 10,000)
            load-balancer | load-balancer.weight-decay-factor | 2 | 2.0 (expected: more than 0, at most 1)
            """)
    void anOptionThatMakesNoSenseIsNamed(String id, String option, String value, String reason) {
        this.runner
            .withPropertyValues("processhub.distribution.strategy=" + id,
                    "processhub.distribution." + option + "=" + value)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining(reason.substring(reason.indexOf('('))));
    }

    @Test
    void gossipIsChosenByItsNameAndHearsItsSettings() {
        this.runner.withPropertyValues("processhub.synchronization.strategy=gossip")
            .run((context) -> assertThat(context.getBean(HubSettings.class).synchronization())
                .isEqualTo(new Gossip(3, false, Duration.ofMillis(100), Duration.ofSeconds(15))));
        this.runner.withPropertyValues("processhub.synchronization.strategy=gossip",
                "processhub.synchronization.gossip.recipients=5",
                "processhub.synchronization.gossip.restricted-init=true",
                "processhub.synchronization.gossip.interval=20ms", "processhub.synchronization.gossip.sync-interval=4s")
            .run((context) -> assertThat(context.getBean(HubSettings.class).synchronization())
                .isEqualTo(new Gossip(5, true, Duration.ofMillis(20), Duration.ofSeconds(4))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            recipients    | 0   | 0 (expected: 1 or more)
            interval      | 0s  | PT0S (expected: more than 0, at most 365 days)
            sync-interval | -1s | PT-1S (expected: more than 0, at most 365 days)
            """)
    void impossibleValuesOfGossipAreRefused(String name, String value, String reason) {
        String property = "processhub.synchronization.gossip." + name;
        this.runner.withPropertyValues("processhub.synchronization.strategy=gossip", property + "=" + value)
            .run((context) -> {
                assertThat(refusal(context.getStartupFailure()).getName()).isEqualTo(property);
                assertThat(refusal(context.getStartupFailure()).getReason()).isEqualTo(reason);
            });
    }

    @Test
    void disabledItLeavesNothing() {
        this.runner.withPropertyValues("processhub.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean(ProcessHubTemplate.class)
                .doesNotHaveBean(HazelcastInstance.class)
                .doesNotHaveBean(ProcessHubProperties.class));
    }

    @Test
    void theClusterIsNamedAfterTheApplication() {
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
            .withPropertyValues("processhub.cluster.port=" + this.cluster.port(), "processhub.cluster.join.mode=single",
                    "spring.application.name=" + this.cluster.name())
            .run((context) -> assertThat(context.getBean("processHubHazelcastInstance", HazelcastInstance.class)
                .getConfig()
                .getClusterName()).isEqualTo(this.cluster.name()));
    }

    @Test
    void nobodyElseIsGivenItsHazelcastMember() {
        this.runner.withBean(WantsHazelcast.class)
            .run((context) -> assertThat(context.getBean(WantsHazelcast.class).hazelcast).isNull());
    }

    @Test
    void theApplicationsOwnTemplateIsLeftAlone() {
        this.runner.withUserConfiguration(OwnTemplate.class)
            .run((context) -> assertThat(context.getBean(ProcessHubTemplate.class)).isInstanceOf(Logging.class));
    }

    @Test
    void aStrategyMayBeABean() {
        this.runner.withUserConfiguration(OwnStrategy.class)
            .withPropertyValues("processhub.distribution.strategy=youngest")
            .run((context) -> assertThat(context.getBean(HubSettings.class).distribution())
                .isInstanceOf(Youngest.class));
    }

    @Test
    void aBeanIsNotAStrategyUnlessItIsOneOfThatKind() {
        this.runner.withUserConfiguration(OwnStrategy.class)
            .withPropertyValues("processhub.migration.strategy=youngest")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("expected: cold-swap, hot-swap, or the name of a bean of type MigrationStrategy,"
                        + " of which there is none"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    distribution | consistant-hashing | expected: consistent-hashing, bounded-load, guided, load-balancer, or the name of a bean of type DistributionStrategy: youngest); did you mean 'consistent-hashing'?
                    distribution | bounded            | expected: consistent-hashing, bounded-load
                    distribution | load-balanser      | did you mean 'load-balancer'?
                    distribution | yungest            | did you mean 'youngest'?
                    redundancy | singular             | did you mean 'singularity'?
                    migration | hot                   | There is no strategy 'hot' (expected: cold-swap
                    synchronization | pub-sub         | did you mean 'pubsub'?
                    synchronization | gosip           | expected: pubsub, gossip, or the name of a bean of type SynchronizationStrategy, of which there is none); did you mean 'gossip'?
                    partition-tolerance | divergent   | There is no strategy 'divergent' (expected: divergence, static-quorum, dynamic-quorum, majority-quorum, or the name of a bean of type PartitionToleranceStrategy, of which there is none); did you mean 'divergence'?
                    partition-tolerance | static      | expected: divergence, static-quorum
                    partition-tolerance | majority-qorum | did you mean 'majority-quorum'?
                    """)
    void unknownStrategiesAreRefused(String kind, String id, String reason) {
        this.runner.withUserConfiguration(OwnStrategy.class)
            .withPropertyValues("processhub." + kind + ".strategy=" + id)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .asInstanceOf(throwable(InvalidConfigurationPropertyValueException.class))
                .satisfies((failure) -> {
                    assertThat(failure.getName()).isEqualTo("processhub." + kind + ".strategy");
                    assertThat(failure.getValue()).isEqualTo(id);
                    assertThat(failure.getReason()).contains(reason);
                }));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    hub-id                              | ' '        | blank (expected: a name)
                    hub-id                              | a@b        | a@b (expected: a name without @ and *)
                    hub-id                              | *          | * (expected: a name without @ and *)
                    shutdown-timeout                    | -1s        | PT-1S (expected: 0 or more)
                    restart.within                      | -1s        | PT-1S (expected: more than 0, at most 365 days)
                    restart.max-restarts                | -1         | -1 (expected: 0 or more)
                    restart.backoff.initial             | 1m         | PT1M (expected: between 0 and backoff.max, PT30S)
                    restart.backoff.jitter              | 2          | 2.0 (expected: between 0 and 1)
                    restart.backoff.multiplier          | 0.5        | 0.5 (expected: between 1 and 1000)
                    distribution.consistent-hashing.virtual-nodes | 0 | 0 (expected: 1 to 10,000)
                    migration.cold-swap.max-concurrent-moves | 0     | 0 (expected: 1 or more)
                    synchronization.pubsub.sync-interval | 0s        | PT0S (expected: more than 0, at most 365 days)
                    cluster.port                        | 99999      | 99999 (expected: 1 to 65535)
                    cluster.port                        | 0          | 0 (expected: 1 to 65535)
                    cluster.backups                     | 7          | 7 (expected: 1 to 6)
                    cluster.weight                      | 0          | 0.0 (expected: more than 0, at most 1000)
                    cluster.join.min-members            | 0          | 0 (expected: 1 or more)
                    cluster.join.max-wait               | -1s        | PT-1S (expected: 0 or more)
                    lease-duration                      | 100ms      | PT0.1S (expected: 200 ms to 1 min)
                    cluster.heartbeat-interval          | 1500ms     | PT1.5S (expected: whole seconds, at least 1 s)
                    cluster.heartbeat-interval          | 0s         | PT0S (expected: whole seconds, at least 1 s)
                    cluster.heartbeat-timeout           | 1s         | PT1S (expected: whole seconds, more than heartbeat-interval, PT1S)
                    cluster.heartbeat-timeout           | 5500ms     | PT5.5S (expected: whole seconds, more than heartbeat-interval, PT1S)
                    cluster.bind-address                | 192.0.2.1  | 192.0.2.1 (expected: an address of this machine)
                    cluster.bind-address                | nowhere    | nowhere (expected: an address of this machine)
                    """)
    void impossibleValuesAreRefused(String name, String value, String reason) {
        this.runner.withPropertyValues("processhub." + name + "=" + value)
            .run((context) -> assertThat(context).getFailure()
                .hasStackTraceContaining("processhub." + name)
                .satisfies((failure) -> assertThat(refusal(failure).getName()).isEqualTo("processhub." + name))
                .satisfies((failure) -> assertThat(refusal(failure).getReason()).isEqualTo(reason)));
    }

    @Test
    void aListOfAddressesMustNotBeEmpty() {
        this.runner.withPropertyValues("processhub.cluster.join.mode=tcp")
            .run((context) -> assertThat(refusal(context.getStartupFailure()).getName())
                .isEqualTo("processhub.cluster.join.members"));
    }

    private static InvalidConfigurationPropertyValueException refusal(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof InvalidConfigurationPropertyValueException)) {
            cause = cause.getCause();
        }
        assertThat(cause).as("cause of %s", failure).isNotNull();
        return (InvalidConfigurationPropertyValueException) Objects.requireNonNull(cause);
    }

    static final class WantsHazelcast {

        final @Nullable HazelcastInstance hazelcast;

        WantsHazelcast(@Nullable HazelcastInstance hazelcast) {
            this.hazelcast = hazelcast;
        }

    }

    static final class Logging extends ProcessHubTemplate {

        Logging(Hub hub) {
            super(hub);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTemplate {

        @Bean
        ProcessHubTemplate template(Hub hub) {
            return new Logging(hub);
        }

    }

    static final class Youngest implements DistributionStrategy {

        @Override
        public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members, int copies) {
            return Map.of();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStrategy {

        @Bean
        DistributionStrategy youngest() {
            return new Youngest();
        }

    }

}
