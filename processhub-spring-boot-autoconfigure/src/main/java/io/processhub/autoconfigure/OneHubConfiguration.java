package io.processhub.autoconfigure;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.coordination.HubSettings;
import io.processhub.hazelcast.HazelcastRegistryMap;
import io.processhub.hazelcast.HazelcastStateStore;
import io.processhub.hazelcast.MapQuorum;
import io.processhub.runtime.Cluster;
import io.processhub.runtime.RegistryMap;
import io.processhub.runtime.StateStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an only hub uses of its Hazelcast member. */
@Configuration(proxyBeanMethods = false)
class OneHubConfiguration {

    /** Second wall on the registry map; told by the hub how many nodes are needed. */
    @Bean
    MapQuorum processHubMapQuorum(ProcessHubProperties properties) {
        return new MapQuorum(properties.partitionTolerance().nodesAtFirst());
    }

    @Bean
    HubMaps processHubMaps(ProcessHubProperties properties, MapQuorum quorum, ObjectProvider<DurableStores> stores) {
        return new HubMaps(properties.hubId(), properties.partitionTolerance().nodesAtFirst() > 0, quorum,
                stores::getIfAvailable);
    }

    @Bean
    HubNode processHubNode(HubSettings settings,
            @Qualifier(HazelcastConfiguration.OWN) ObjectProvider<HazelcastInstance> own,
            ObjectProvider<HazelcastInstance> applications, HubMaps maps) throws InterruptedException {
        return HubNode.of(settings, own.getIfAvailable(), applications::getObject, maps);
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

}
