package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionStrategy;
import io.processhub.Member;
import io.processhub.MigrationStrategy;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.ProcessHubTemplate;
import io.processhub.RedundancyStrategy;
import io.processhub.Role;
import io.processhub.SynchronizationStrategy;
import io.processhub.coordination.HubSettings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Strategies of all five kinds that are beans of the application, chosen by their names.
 */
class CustomStrategiesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
        .withPropertyValues(new TestCluster().properties("processhub.cluster.join.mode=single",
                "processhub.distribution.strategy=eldest", "processhub.redundancy.strategy=single",
                "processhub.migration.strategy=one-by-one", "processhub.synchronization.strategy=next-one",
                "processhub.partition-tolerance.strategy=everywhere"))
        .withUserConfiguration(Application.class);

    @Test
    void eachOfTheFiveIsChosenByTheNameOfItsBeanAndChildrenRun() {
        this.runner.run((context) -> {
            HubSettings settings = context.getBean(HubSettings.class);
            assertThat(settings.distribution()).isInstanceOf(Eldest.class);
            assertThat(settings.redundancy()).isInstanceOf(Single.class);
            assertThat(settings.migration().admit(0, 9)).isEqualTo(1);
            assertThat(settings.synchronization()).isInstanceOf(NextOne.class);
            assertThat(settings.partitionTolerance()).isInstanceOf(Everywhere.class);
            ProcessHubTemplate hub = context.getBean(ProcessHubTemplate.class);
            hub.start(ChildSpec.of("a", Ticker.class, new Ticker.Args(Duration.ofHours(1), 0)))
                .get(30, TimeUnit.SECONDS)
                .orThrow();
            assertThat(hub.activeReplica("a")).isPresent();
        });
    }

    private record Eldest() implements DistributionStrategy {

        @Override
        public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members, int copies) {
            return specs.stream()
                .collect(Collectors.toMap(ChildSpec::key, (spec) -> members.stream().limit(copies).toList()));
        }

    }

    private record Single() implements RedundancyStrategy {

        @Override
        public int copies(int members) {
            return 1;
        }

        @Override
        public Role role(int owner) {
            return Role.ACTIVE;
        }

    }

    private record NextOne() implements SynchronizationStrategy {

        @Override
        public List<Member> recipients(List<Member> others, long seed) {
            return others.stream().limit(1).toList();
        }

        @Override
        public Duration syncInterval() {
            return Duration.ofSeconds(1);
        }

    }

    private record Everywhere() implements PartitionToleranceStrategy {

        @Override
        public int quorum(int members) {
            return 0;
        }

    }

    @Configuration(proxyBeanMethods = false)
    @Import(Ticker.class)
    static class Application {

        @Bean
        DistributionStrategy eldest() {
            return new Eldest();
        }

        @Bean
        RedundancyStrategy single() {
            return new Single();
        }

        @Bean("one-by-one")
        MigrationStrategy oneByOne() {
            return (moving, waiting) -> (moving == 0) ? 1 : 0;
        }

        @Bean("next-one")
        SynchronizationStrategy nextOne() {
            return new NextOne();
        }

        @Bean
        PartitionToleranceStrategy everywhere() {
            return new Everywhere();
        }

    }

}
