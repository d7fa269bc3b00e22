package io.processhub.actuate;

import io.processhub.runtime.HubParts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Adds the hubs to the application's info, unless
 * {@code management.info.processhub.enabled} is false.
 */
@AutoConfiguration(afterName = "io.processhub.autoconfigure.ProcessHubAutoConfiguration")
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean(HubParts.class)
public final class HubInfoAutoConfiguration {

    @Bean
    @ConditionalOnEnabledInfoContributor("processhub")
    @ConditionalOnMissingBean(name = "processHubInfoContributor")
    InfoContributor processHubInfoContributor(ObjectProvider<HubParts> hubs) {
        return new HubInfoContributor(hubs.orderedStream().toList());
    }

}
