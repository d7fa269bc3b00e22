package io.processhub.actuate;

import io.processhub.runtime.HubParts;
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
@ConditionalOnBean(HubParts.class)
@EnableConfigurationProperties(ProcessHubEndpointProperties.class)
public final class HubEndpointAutoConfiguration {

    /** Without the endpoint the hub need not tell of every move. */
    @Bean
    @ConditionalOnAvailableEndpoint(endpoint = ProcessHubEndpoint.class)
    MoveJournal processHubMoveJournal() {
        return new MoveJournal(new MonotonicClock());
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnMissingBean
    ProcessHubEndpoint processHubEndpoint(ObjectProvider<HubParts> hubs, ProcessHubEndpointProperties properties,
            ObjectProvider<SanitizingFunction> sanitizing, ApplicationEventPublisher publisher, MoveJournal moves) {
        return new ProcessHubEndpoint(hubs.orderedStream().map(OperatedHub::of).toList(), properties,
                new Sanitizer(sanitizing.orderedStream().toList()), new AuditTrail(publisher), moves);
    }

}
