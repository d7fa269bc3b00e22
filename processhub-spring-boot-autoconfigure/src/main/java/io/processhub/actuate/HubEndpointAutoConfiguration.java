package io.processhub.actuate;

import io.processhub.Hub;
import io.processhub.ProcessHubTemplate;
import io.processhub.runtime.HubProfile;
import io.processhub.runtime.MonotonicClock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** Adds the endpoint {@code processhub} where Actuator is there and exposes it. */
@AutoConfiguration(afterName = "io.processhub.autoconfigure.ProcessHubAutoConfiguration")
@ConditionalOnClass({ WebEndpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ Hub.class, HubProfile.class })
@EnableConfigurationProperties(ProcessHubEndpointProperties.class)
public final class HubEndpointAutoConfiguration {

    @Bean
    OperatedHub processHubOperatedHub(HubProfile profile, Hub hub, ProcessHubTemplate template) {
        return new OperatedHub(profile, hub, template);
    }

    /** Without the endpoint the hub need not tell of every move. */
    @Bean
    @ConditionalOnAvailableEndpoint(endpoint = ProcessHubEndpoint.class)
    RecentMoves processHubRecentMoves() {
        return new RecentMoves(new MonotonicClock());
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnMissingBean
    ProcessHubEndpoint processHubEndpoint(ObjectProvider<OperatedHub> hubs, ProcessHubEndpointProperties properties,
            ObjectProvider<SanitizingFunction> sanitizing, ApplicationEventPublisher publisher, RecentMoves moves) {
        return new ProcessHubEndpoint(hubs.orderedStream().toList(), properties,
                new Sanitizer(sanitizing.orderedStream().toList()), new AuditTrail(publisher), moves);
    }

}
