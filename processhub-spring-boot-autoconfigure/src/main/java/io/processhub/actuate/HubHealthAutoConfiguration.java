package io.processhub.actuate;

import io.processhub.Hub;
import io.processhub.runtime.HubLifecycle;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Adds the hub to the application's health as {@code processHub}, unless
 * {@code management.health.processhub.enabled} is false.
 */
@AutoConfiguration(afterName = "io.processhub.autoconfigure.ProcessHubAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ Hub.class, HubLifecycle.class })
public final class HubHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("processhub")
    @ConditionalOnMissingBean(name = "processHubHealthContributor")
    HubHealthIndicator processHubHealthContributor(Hub hub, HubLifecycle lifecycle) {
        return new HubHealthIndicator(hub, lifecycle);
    }

}
