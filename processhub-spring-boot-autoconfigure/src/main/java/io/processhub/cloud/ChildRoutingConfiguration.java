package io.processhub.cloud;

import io.processhub.Hub;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Part of the context that Spring Cloud LoadBalancer makes for each service: routes by
 * child around whatever supplier this service has, ours or the application's.
 */
@Configuration(proxyBeanMethods = false)
class ChildRoutingConfiguration {

    @Bean
    static BeanPostProcessor processHubChildRouting(ObjectProvider<Hub> hubs, Environment environment) {
        String own = ServiceIds.own(environment);
        return new BeanPostProcessor() {

            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                return (bean instanceof ServiceInstanceListSupplier supplier
                        && own.equalsIgnoreCase(supplier.getServiceId()) && !routes(supplier))
                                ? new ChildRoutingSupplier(supplier, hubs.orderedStream().toList()) : bean;
            }

        };
    }

    private static boolean routes(ServiceInstanceListSupplier supplier) {
        return supplier instanceof ChildRoutingSupplier
                || supplier instanceof DelegatingServiceInstanceListSupplier outer && routes(outer.getDelegate());
    }

}
