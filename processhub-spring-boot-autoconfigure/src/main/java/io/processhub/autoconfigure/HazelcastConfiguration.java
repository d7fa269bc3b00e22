package io.processhub.autoconfigure;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.coordination.HubSettings;
import io.processhub.hazelcast.HazelcastCluster;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastMember;
import io.processhub.hazelcast.HazelcastRegistryMap;
import io.processhub.runtime.Cluster;
import io.processhub.runtime.RegistryMap;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.hazelcast.autoconfigure.HazelcastConfigCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The Hazelcast member of a hub: the application's own if it has one, otherwise one that
 * nobody else is given.
 */
@Configuration(proxyBeanMethods = false)
class HazelcastConfiguration {

    private static final String OWN = "processHubHazelcastInstance";

    private static final String DEFAULT_CLUSTER_NAME = "processhub";

    /**
     * A member of our own. Starts only when all settings have been found to be good.
     * @param configs the application's own configuration, where nothing else has made an
     * instance of it
     */
    @Bean(name = OWN, defaultCandidate = false, destroyMethod = "shutdown")
    @ConditionalOnMissingBean(HazelcastInstance.class)
    @DependsOn({ "processHubSettings", "processHubStaticChildren" })
    HazelcastInstance processHubHazelcastInstance(ProcessHubProperties properties, Environment environment,
            ObjectProvider<Config> configs) {
        Config config = configs.getIfUnique();
        return HazelcastMember.start((config != null) ? config : config(properties.cluster(), environment));
    }

    private static Config config(ClusterProperties properties, Environment environment) {
        String name = environment.getProperty("spring.application.name", "");
        return HazelcastConfigs.of(Setting.under("processhub.cluster",
                () -> properties.toSettings(StringUtils.hasText(name) ? name : DEFAULT_CLUSTER_NAME)));
    }

    @Bean
    HubNode processHubNode(HubSettings settings, @Qualifier(OWN) ObjectProvider<HazelcastInstance> own,
            ObjectProvider<HazelcastInstance> applications) {
        HazelcastInstance hazelcast = own.getIfAvailable(applications::getObject);
        return new HubNode(hazelcast, new HazelcastCluster(hazelcast, settings.hubId()));
    }

    @Bean
    Cluster processHubCluster(HubNode node) {
        return node.cluster();
    }

    @Bean
    RegistryMap processHubRegistryMap(HubNode node, HubSettings settings) {
        return new HazelcastRegistryMap(node.hazelcast(), settings.hubId());
    }

    /** Adds to the application's own Hazelcast configuration what a hub needs. */
    @Configuration(proxyBeanMethods = false)
    static class Completion {

        /** For configurations that are beans. */
        @Bean
        static BeanPostProcessor processHubHazelcastConfigCompletion() {
            return new BeanPostProcessor() {

                @Override
                public Object postProcessBeforeInitialization(Object bean, String beanName) {
                    return (bean instanceof Config config) ? HazelcastConfigs.complete(config) : bean;
                }

            };
        }

        /** For configurations that Boot reads from a file. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(HazelcastConfigCustomizer.class)
        static class OfFile {

            @Bean
            HazelcastConfigCustomizer processHubHazelcastConfigCustomizer() {
                return HazelcastConfigs::complete;
            }

        }

    }

}
