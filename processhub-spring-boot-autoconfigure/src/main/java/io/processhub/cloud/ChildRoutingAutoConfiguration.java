package io.processhub.cloud;

import io.processhub.Hub;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClientSpecification;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.annotation.Bean;

/**
 * Lets Spring Cloud LoadBalancer, where it is there, send requests to the member that
 * runs a child, unless {@code processhub.routing.enabled} is false.
 */
@AutoConfiguration(afterName = "io.processhub.autoconfigure.ProcessHubAutoConfiguration")
@ConditionalOnClass({ DiscoveryClient.class, ServiceInstanceListSupplier.class, LoadBalancerClientSpecification.class })
@ConditionalOnBooleanProperty(name = "processhub.routing.enabled", matchIfMissing = true)
@ConditionalOnBean(Hub.class)
public final class ChildRoutingAutoConfiguration {

    /**
     * Names no service, so that it takes no other specification's place; the
     * configuration looks for ours.
     */
    @Bean
    @ConditionalOnMissingBean(name = "processHubChildRouting")
    LoadBalancerClientSpecification processHubChildRouting() {
        return new LoadBalancerClientSpecification("default." + ChildRoutingConfiguration.class.getName(),
                new Class<?>[] { ChildRoutingConfiguration.class });
    }

}
