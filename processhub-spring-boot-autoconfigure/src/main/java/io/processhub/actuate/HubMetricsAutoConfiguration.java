package io.processhub.actuate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.processhub.runtime.ChildObserver;
import io.processhub.runtime.HubParts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Adds meters and observations of the hubs where Micrometer is there and has a registry.
 */
@AutoConfiguration(afterName = { "io.processhub.autoconfigure.ProcessHubAutoConfiguration",
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
        "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnBean(HubParts.class)
public final class HubMetricsAutoConfiguration {

    /** Meters. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Meters {

        @Bean
        @ConditionalOnMissingBean
        MeteredHubs processHubMeters(ObjectProvider<HubParts> hubs) {
            return new MeteredHubs(hubs.orderedStream().toList());
        }

    }

    /** Observations. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    @ConditionalOnBean(ObservationRegistry.class)
    static class Observations {

        @Bean
        @ConditionalOnMissingBean
        ChildObserver processHubChildObserver(ObjectProvider<ObservationRegistry> registry) {
            return new ObservedChildren(registry::getObject);
        }

    }

}
