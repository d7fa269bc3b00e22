package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildSpec;
import io.processhub.ProcessHubTemplate;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastSettings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hazelcast.autoconfigure.HazelcastAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/** Applications that use Hazelcast themselves. */
class ApplicationHazelcastTest {

    private final ApplicationContextRunner runnerWithoutBootsModule = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
        .withUserConfiguration(Ticker.class)
        .withPropertyValues(new TestCluster().properties("processhub.cluster.join.mode=single"));

    private final ApplicationContextRunner runner = this.runnerWithoutBootsModule
        .withConfiguration(AutoConfigurations.of(HazelcastAutoConfiguration.class));

    @Test
    void aConfigurationOfTheApplicationIsCompletedAndUsed() {
        this.runner.withUserConfiguration(OwnConfig.class).run((context) -> {
            assertThat(context).hasSingleBean(HazelcastInstance.class);
            assertThat(context.getBean(HazelcastInstance.class).getName()).startsWith("own-");
            assertThat(instanceOfHub(context)).isSameAs(context.getBean(HazelcastInstance.class));
            startAChild(context);
        });
    }

    @Test
    void soItIsWithoutBootsModuleForHazelcast() {
        this.runnerWithoutBootsModule.withClassLoader(new FilteredClassLoader("org.springframework.boot.hazelcast"))
            .withUserConfiguration(OwnConfig.class)
            .run((context) -> {
                assertThat(instanceOfHub(context).getName()).startsWith("own-");
                startAChild(context);
            });
    }

    @Test
    void anInstanceOfTheApplicationIsUsedIfItHasAllAHubNeeds() {
        this.runner.withUserConfiguration(OwnInstance.class).run((context) -> {
            assertThat(instanceOfHub(context)).isSameAs(context.getBean("instance"));
            startAChild(context);
        });
    }

    @Test
    void anInstanceForOtherPurposesIsLeftAlone() {
        this.runner.withUserConfiguration(InstanceForOtherPurposes.class).run((context) -> {
            assertThat(instanceOfHub(context)).isNotSameAs(context.getBean("instance"));
            startAChild(context);
        });
    }

    @Test
    void aFileOfTheApplicationIsCompletedAndUsed() {
        this.runner.withPropertyValues("spring.hazelcast.config=classpath:own-hazelcast.xml").run((context) -> {
            assertThat(instanceOfHub(context)).isSameAs(context.getBean(HazelcastInstance.class));
            assertThat(instanceOfHub(context).getConfig().getProperty("own")).isEqualTo("yes");
            startAChild(context);
        });
    }

    private static HazelcastInstance instanceOfHub(ApplicationContext context) {
        return context.getBean(HubNode.class).hazelcast();
    }

    private static void startAChild(ApplicationContext context) {
        ProcessHubTemplate hub = context.getBean(ProcessHubTemplate.class);
        hub.start(ChildSpec.of("a", Ticker.class, new Ticker.Args(Duration.ofHours(1), 0))).join().orThrow();
    }

    private static Config config(Environment environment) {
        HazelcastSettings settings = HazelcastSettings.DEFAULT
            .withClusterName(environment.getRequiredProperty("processhub.cluster.name") + "-own")
            .withPorts(environment.getRequiredProperty("processhub.cluster.port", Integer.class), 10);
        return HazelcastConfigs.of(settings.withJoin(HazelcastSettings.Join.SINGLE, List.of()));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnConfig {

        @Bean
        Config config(Environment environment) {
            Config config = new Config().setInstanceName("own-" + environment.getProperty("processhub.cluster.name"));
            config.setClusterName(environment.getRequiredProperty("processhub.cluster.name"));
            config.getNetworkConfig()
                .setPort(environment.getRequiredProperty("processhub.cluster.port", Integer.class));
            config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
            return config;
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnInstance {

        @Bean
        HazelcastInstance instance(Environment environment) {
            return Hazelcast.newHazelcastInstance(ApplicationHazelcastTest.config(environment));
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class InstanceForOtherPurposes {

        @Bean(defaultCandidate = false)
        HazelcastInstance instance(Environment environment) {
            return Hazelcast.newHazelcastInstance(ApplicationHazelcastTest.config(environment));
        }

    }

}
