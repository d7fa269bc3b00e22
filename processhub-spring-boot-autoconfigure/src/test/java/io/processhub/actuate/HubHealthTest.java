package io.processhub.actuate;

import java.time.Duration;
import java.util.Objects;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.Hub;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.autoconfigure.TestCluster;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What health checks are told of a hub. */
class HubHealthTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class, HubHealthAutoConfiguration.class))
        .withPropertyValues(new TestCluster().properties("processhub.cluster.join.mode=single"));

    @Test
    void aHubThatRunsIsUp() {
        this.runner
            .withConfiguration(AutoConfigurations.of(HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class))
            .run((context) -> {
                assertThat(context.getBean(HealthContributorRegistry.class).getContributor("processHub"))
                    .isInstanceOf(CompositeHealthContributor.class);
                Health health = indicator(context).health();
                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails()).containsEntry("members", 1);
            });
    }

    @Test
    void aHubThatHasLostItsClusterIsDown() {
        this.runner.run((context) -> {
            context.getBean("processHubHazelcastInstance", HazelcastInstance.class).getLifecycleService().terminate();
            HubHealthIndicator indicator = indicator(context);
            await().untilAsserted(() -> assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN));
            assertThat(indicator.health().getDetails().get("reason")).asString().contains("restart the application");
        });
    }

    @Test
    void aHubThatIsNotStartedYetIsOutOfService() {
        this.runner.withUserConfiguration(EarlyLook.class)
            .run((context) -> assertThat(context.getBean(EarlyLook.class).status).isEqualTo(Status.OUT_OF_SERVICE));
    }

    @Test
    void aHubThatWasStoppedIsNotDown() {
        this.runner.run((context) -> {
            HubHealthIndicator indicator = indicator(context);
            context.getSourceApplicationContext().stop();
            assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        });
    }

    @Test
    void aHubWithoutQuorumIsOutOfServiceAndSaysHowManyItSees() {
        ofTwo().run((context) -> {
            Health health = indicator(context).health();
            assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health.getDetails()).containsEntry("visible", 1)
                .containsEntry("required", 2)
                .hasEntrySatisfying("reason", (reason) -> assertThat(reason).asString().startsWith("no quorum"));
        });
    }

    @Test
    void aHubWithQuorumIsUpAndSaysHowManyItSees() {
        ofTwo().run((first) -> ofTwo().run((second) -> ofTwo().run((third) -> {
            HubHealthIndicator indicator = indicator(first);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                Health health = indicator.health();
                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails()).containsEntry("visible", 3).containsEntry("required", 2).hasSize(2);
            });
        })));
    }

    @Test
    void itCanBeDisabled() {
        this.runner.withPropertyValues("management.health.processhub.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void withoutAHubThereIsNothingToTell() {
        this.runner.withPropertyValues("processhub.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void itNeedsNoActuator() {
        this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(Hub.class)
                .doesNotHaveBean("processHubHealthContributor"));
    }

    /** A member of a cluster that needs two of its members. */
    private ApplicationContextRunner ofTwo() {
        return this.runner.withPropertyValues("processhub.cluster.join.mode=auto",
                "processhub.partition-tolerance.strategy=static-quorum",
                "processhub.partition-tolerance.static-quorum.quorum-size=2");
    }

    /** The entry of the hub among all hubs. */
    private static HubHealthIndicator indicator(ApplicationContext context) {
        return indicator(context.getBean("processHubHealthContributor", CompositeHealthContributor.class));
    }

    private static HubHealthIndicator indicator(CompositeHealthContributor hubs) {
        return (HubHealthIndicator) Objects.requireNonNull(hubs.getContributor("default"));
    }

    /** Asks when all beans are there and none has been started. */
    static class EarlyLook implements SmartInitializingSingleton {

        private final CompositeHealthContributor hubs;

        private Status status = Status.UNKNOWN;

        EarlyLook(CompositeHealthContributor hubs) {
            this.hubs = hubs;
        }

        @Override
        public void afterSingletonsInstantiated() {
            this.status = indicator(this.hubs).health().getStatus();
        }

    }

}
