package io.processhub.actuate;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Hub;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Ownership;
import io.processhub.Quorum;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopResult;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.coordination.RegistryView;
import org.junit.jupiter.api.Test;

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
import org.springframework.context.Lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What health checks are told of a hub. */
class HubHealthTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class, HubHealthAutoConfiguration.class))
        .withPropertyValues("processhub.cluster.name=test-" + UUID.randomUUID(), "processhub.cluster.join.mode=single",
                "processhub.cluster.port=33100");

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
        });
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

    @Test
    void aHubWithoutQuorumIsOutOfServiceAndSaysHowManyItSees() {
        Health health = health(new Quorum(false, 1, 2), true, true);
        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(health.getDetails()).containsEntry("visible", 1)
            .containsEntry("required", 2)
            .hasEntrySatisfying("reason", (reason) -> assertThat(reason).asString().startsWith("no quorum"));
    }

    @Test
    void aHubWithQuorumIsUpAndSaysHowManyItSees() {
        Health health = health(new Quorum(true, 3, 2), true, true);
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsEntry("visible", 3).containsEntry("required", 2).hasSize(2);
    }

    @Test
    void aHubThatEndedWhileItsApplicationRunsIsDown() {
        Health health = health(Quorum.NONE_REQUIRED, false, true);
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("reason")).asString().contains("restart the application");
    }

    @Test
    void aHubThatIsNotStartedYetOrWasStoppedIsOutOfService() {
        assertThat(health(Quorum.NONE_REQUIRED, false, false).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    /** The entry of the hub among all hubs. */
    private static HubHealthIndicator indicator(ApplicationContext context) {
        CompositeHealthContributor hubs = context.getBean("processHubHealthContributor",
                CompositeHealthContributor.class);
        return (HubHealthIndicator) Objects.requireNonNull(hubs.getContributor("default"));
    }

    private static Health health(Quorum quorum, boolean alive, boolean running) {
        return new HubHealthIndicator(new FixedHub(quorum, alive), new FixedLifecycle(running)).health();
    }

    private record FixedLifecycle(boolean isRunning) implements Lifecycle {

        @Override
        public void start() {
        }

        @Override
        public void stop() {
        }

    }

    private record FixedHub(Quorum quorum, boolean isAlive) implements Hub {

        @Override
        public CompletableFuture<StartResult> start(List<ChildSpec> specs, List<ChildError> errors,
                StartOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<StopResult> stop(List<ChildKey> keys) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Registry registry() {
            return new RegistryView();
        }

        @Override
        public Calls calls() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Member> members() {
            return List.of(localMember());
        }

        @Override
        public Member localMember() {
            return new Member(new MemberId("a"), "", "a");
        }

        @Override
        public CompletableFuture<Void> move(ChildKey key, MemberId target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> drain() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restart(ChildKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Ownership ownership() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resetClusterSize(int members) {
            throw new UnsupportedOperationException();
        }

    }

}
