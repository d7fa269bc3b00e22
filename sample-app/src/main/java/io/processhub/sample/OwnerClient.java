package io.processhub.sample;

import java.net.http.HttpClient;

import io.processhub.ChildKey;
import io.processhub.cloud.ChildRoutingSupplier;

import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Calls this very service through Spring Cloud LoadBalancer, which sends a request that
 * names a monitor to the member that runs it.
 */
final class OwnerClient {

    private final RestClient client;

    private final String service;

    OwnerClient(RestClient client, String service) {
        this.client = client;
        this.service = service;
    }

    /** What the member says of itself; 503 if no registry knows the service. */
    InternalController.Self ask(ChildKey monitor) {
        try {
            InternalController.Self answer = this.client.get()
                .uri("http://" + this.service + InternalController.SELF)
                .header(ChildRoutingSupplier.HEADER, monitor.value())
                .retrieve()
                .body(InternalController.Self.class);
            if (answer != null) {
                return answer;
            }
        }
        catch (IllegalStateException | RestClientException ex) {
            throw Problems.unavailable("service '" + this.service + "' is not reached through the load balancer: "
                    + ex.getMessage() + " (members of the profile discovery are)");
        }
        throw Problems.unavailable("service '" + this.service + "' answers nothing");
    }

    /** The load balancer takes the host of a URL for the name of a service. */
    @Configuration(proxyBeanMethods = false)
    static class Wiring {

        /** Only for those who ask for it: a registry's own client must not use it. */
        @Bean(defaultCandidate = false)
        @LoadBalanced
        RestClient.Builder balancedClient(HttpClient client, SampleProperties properties) {
            JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client);
            requests.setReadTimeout(properties.memberTimeout());
            return RestClient.builder().requestFactory(requests);
        }

        @Bean
        OwnerClient ownerClient(@LoadBalanced RestClient.Builder builder, Environment environment) {
            return new OwnerClient(builder.build(), environment.getRequiredProperty("spring.application.name"));
        }

    }

}
