package io.processhub.autoconfigure;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.coordination.HubSettings;
import io.processhub.hazelcast.HazelcastCluster;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastHeartbeat;
import io.processhub.hazelcast.HazelcastMember;
import io.processhub.hazelcast.HazelcastRegistryMap;
import io.processhub.hazelcast.HazelcastStateStore;
import io.processhub.hazelcast.MapProtection;
import io.processhub.hazelcast.MapQuorum;
import io.processhub.runtime.Cluster;
import io.processhub.runtime.Gathering;
import io.processhub.runtime.HostAddress;
import io.processhub.runtime.MemberDirectory;
import io.processhub.runtime.RegistryMap;
import io.processhub.runtime.StateStore;

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
    HazelcastInstance processHubHazelcastInstance(HubSettings settings, ProcessHubProperties properties,
            Joining joining, ObjectProvider<Config> configs, MapQuorum quorum, ObjectProvider<DurableStores> stores) {
        Config applications = configs.getIfUnique();
        if (applications != null) {
            LeaseCheck.ofApplications(settings, HazelcastHeartbeat.of(applications)).require();
            return HazelcastMember.start(applications);
        }
        Config config = complete(joining.config(), properties, quorum, stores);
        LeaseCheck.ofOwn(settings, HazelcastHeartbeat.of(config)).require();
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
    Gathering processHubGathering(ProcessHubProperties properties, HubNode node) {
        ClusterProperties.Join join = properties.cluster().join();
        return new Gathering(() -> node.hazelcast().getCluster().getMembers().size(), join.minMembers(),
                join.maxWait());
    }

    private static Config complete(Config config, ProcessHubProperties properties, MapQuorum quorum,
            ObjectProvider<DurableStores> stores) {
        if (properties.partitionTolerance().nodesAtFirst() > 0) {
            HazelcastConfigs.protect(config, properties.hubId(), quorum);
        }
        stores.ifAvailable((some) -> some.keep(config, properties.hubId()));
        return config;
    }

    @Bean
    HubNode processHubNode(HubSettings settings, @Qualifier(OWN) ObjectProvider<HazelcastInstance> own,
            ObjectProvider<HazelcastInstance> applications, MapQuorum quorum, ObjectProvider<DurableStores> stores)
            throws InterruptedException {
        HazelcastInstance ours = own.getIfAvailable();
        HazelcastInstance hazelcast = (ours != null) ? ours : applications.getObject();
        HubNode node = new HubNode(hazelcast, new HazelcastCluster(hazelcast, settings.hubId()));
        if (ours == null) {
            node.checkQuorum(settings);
            stores.ifAvailable((some) -> node.requireStore(settings.hubId()));
        }
        MapProtection.awaitFirstLook(hazelcast, settings.hubId(), quorum);
        return node;
    }

    @Bean
    Cluster processHubCluster(HubNode node) {
        return node.cluster();
    }

    @Bean
    RegistryMap processHubRegistryMap(HubNode node, HubSettings settings) {
        return new HazelcastRegistryMap(node.hazelcast(), settings.hubId());
    }

    @Bean
    StateStore processHubStateStore(HubNode node, HubSettings settings) {
        return new HazelcastStateStore(node.hazelcast(), settings.hubId());
    }

    /** Adds to the application's own Hazelcast configuration what a hub needs. */
    @Configuration(proxyBeanMethods = false)
    static class Completion {

        /** Second wall on the registry map; told by the hub how many nodes are needed. */
        @Bean
        MapQuorum processHubMapQuorum(ProcessHubProperties properties) {
            return new MapQuorum(properties.partitionTolerance().nodesAtFirst());
        }

        /** For configurations that are beans. */
        @Bean
        static BeanPostProcessor processHubHazelcastConfigCompletion(ObjectProvider<ProcessHubProperties> properties,
                ObjectProvider<MapQuorum> quorum, ObjectProvider<DurableStores> stores) {
            return new BeanPostProcessor() {

                @Override
                public Object postProcessBeforeInitialization(Object bean, String beanName) {
                    return (bean instanceof Config config) ? complete(HazelcastConfigs.complete(config),
                            properties.getObject(), quorum.getObject(), stores) : bean;
                }

            };
        }

        /** For configurations that Boot reads from a file. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(HazelcastConfigCustomizer.class)
        static class OfFile {

            @Bean
            HazelcastConfigCustomizer processHubHazelcastConfigCustomizer(ProcessHubProperties properties,
                    MapQuorum quorum, ObjectProvider<DurableStores> stores) {
                return (config) -> complete(HazelcastConfigs.complete(config), properties, quorum, stores);
            }

        }

    }

}
