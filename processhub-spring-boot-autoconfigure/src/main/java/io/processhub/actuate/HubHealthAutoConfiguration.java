package io.processhub.actuate;

import java.util.Map;

import io.processhub.Hub;
import io.processhub.runtime.HubLifecycle;
import io.processhub.runtime.HubProfile;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Adds the hub to the application's health as {@code processHub}, with one entry for each
 * hub, unless {@code management.health.processhub.enabled} is false.
 */
@AutoConfiguration(afterName = "io.processhub.autoconfigure.ProcessHubAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ Hub.class, HubLifecycle.class, HubProfile.class })
public final class HubHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("processhub")
    @ConditionalOnMissingBean(name = "processHubHealthContributor")
    CompositeHealthContributor processHubHealthContributor(HubProfile profile, Hub hub, HubLifecycle lifecycle) {
        return CompositeHealthContributor
            .fromMap(Map.of(entry(profile.hubId()), new HubHealthIndicator(hub, lifecycle)));
    }

    /** A slash would separate names in the path of a health check. */
    private static String entry(String hubId) {
        return hubId.replace('/', '_');
    }

}
