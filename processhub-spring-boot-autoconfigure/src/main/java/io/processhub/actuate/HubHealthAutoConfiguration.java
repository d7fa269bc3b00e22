package io.processhub.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.processhub.runtime.HubParts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Adds the hubs to the application's health as {@code processHub}, with one entry for
 * each hub, unless {@code management.health.processhub.enabled} is false.
 */
@AutoConfiguration(afterName = "io.processhub.autoconfigure.ProcessHubAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(HubParts.class)
public final class HubHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("processhub")
    @ConditionalOnMissingBean(name = "processHubHealthContributor")
    CompositeHealthContributor processHubHealthContributor(ObjectProvider<HubParts> hubs) {
        Map<String, HubHealthIndicator> entries = new LinkedHashMap<>();
        hubs.orderedStream()
            .forEach((parts) -> entries.put(entry(parts.profile().hubId()),
                    new HubHealthIndicator(parts.hub(), parts.lifecycle())));
        return CompositeHealthContributor.fromMap(entries);
    }

    /** A slash would separate names in the path of a health check. */
    private static String entry(String hubId) {
        return hubId.replace('/', '_');
    }

}
