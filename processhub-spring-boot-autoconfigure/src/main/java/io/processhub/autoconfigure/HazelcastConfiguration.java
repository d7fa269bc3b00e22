package io.processhub.autoconfigure;

import java.util.List;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.coordination.HubSettings;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastHeartbeat;
import io.processhub.hazelcast.HazelcastMember;
import io.processhub.runtime.Gathering;
import io.processhub.runtime.HostAddress;
import io.processhub.runtime.MemberDirectory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.hazelcast.autoconfigure.HazelcastConfigCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The Hazelcast member of all hubs: the application's own if it has one, otherwise one
 * that nobody else is given.
 */
@Configuration(proxyBeanMethods = false)
class HazelcastConfiguration {

    /** Bean of the member of our own. */
    static final String OWN = "processHubHazelcastInstance";

    private static final String DEFAULT_CLUSTER_NAME = "processhub";

    /**
     * A member of our own. Starts only when all settings have been found to be good.
     * @param configs the application's own configuration, where nothing else has made an
     * instance of it
     */
    @Bean(name = OWN, defaultCandidate = false, destroyMethod = "shutdown")
    @ConditionalOnMissingBean(HazelcastInstance.class)
    HazelcastInstance processHubHazelcastInstance(ObjectProvider<HubSettings> settings,
            ObjectProvider<StaticChildren> children, Joining joining, ObjectProvider<Config> configs,
            ObjectProvider<HubMaps> maps) {
        List<HubSettings> hubs = settings.orderedStream().toList();
        children.orderedStream().forEach(StaticChildren::specs);
        Config applications = configs.getIfUnique();
        if (applications != null) {
            LeaseCheck.requireAll(hubs, (hub) -> LeaseCheck.ofApplications(hub, HazelcastHeartbeat.of(applications)));
            return HazelcastMember.start(applications);
        }
        Config config = complete(joining.config(), maps);
        LeaseCheck.requireAll(hubs, (hub) -> LeaseCheck.ofOwn(hub, HazelcastHeartbeat.of(config)));
        return HazelcastMember.start(config);
    }

    @Bean
    Joining processHubJoining(ProcessHubProperties properties, Environment environment,
            ObjectProvider<MemberDirectory> directory, ObjectProvider<HostAddress> host) {
        String name = environment.getProperty("spring.application.name", "");
        return new Joining(properties.cluster(), StringUtils.hasText(name) ? name : DEFAULT_CLUSTER_NAME, directory,
                host);
    }

    @Bean
    Gathering processHubGathering(ProcessHubProperties properties, ObjectProvider<HubNode> nodes,
            ApplicationContext context) {
        ClusterProperties.Join join = properties.cluster().join();
        HubNode any = nodes.stream().findFirst().orElseThrow();
        return new Gathering(() -> any.hazelcast().getCluster().getMembers().size(), join.minMembers(), join.maxWait(),
                () -> AvailabilityChangeEvent.publish(context, LivenessState.CORRECT));
    }

    private static Config complete(Config config, ObjectProvider<HubMaps> maps) {
        maps.orderedStream().forEach((some) -> some.addTo(config));
        return config;
    }

    /** Adds to the application's own Hazelcast configuration what hubs need. */
    @Configuration(proxyBeanMethods = false)
    static class Completion {

        /** For configurations that are beans. */
        @Bean
        static BeanPostProcessor processHubHazelcastConfigCompletion(ObjectProvider<HubMaps> maps) {
            return new BeanPostProcessor() {

                @Override
                public Object postProcessBeforeInitialization(Object bean, String beanName) {
                    return (bean instanceof Config config) ? complete(HazelcastConfigs.complete(config), maps) : bean;
                }

            };
        }

        /** For configurations that Boot reads from a file. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(HazelcastConfigCustomizer.class)
        static class OfFile {

            @Bean
            HazelcastConfigCustomizer processHubHazelcastConfigCustomizer(ObjectProvider<HubMaps> maps) {
                return (config) -> complete(HazelcastConfigs.complete(config), maps);
            }

        }

    }

}
