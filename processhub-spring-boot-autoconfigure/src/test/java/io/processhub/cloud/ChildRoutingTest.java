package io.processhub.cloud;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.ProcessHubTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClientSpecification;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Which instance requests reach that name a child: the first one is this member. */
class ChildRoutingTest {

    private static final int MEMBER = 8080;

    private static final int OTHER = 8081;

    @ParameterizedTest
    @ValueSource(strings = { "127.0.0.1", "localhost" })
    void aRequestReachesTheMemberThatRunsItsChild(String host) {
        running(host, (context) -> assertThat(reached(context, "feeds", "EUR/USD")).containsOnlyKeys(MEMBER)
            .containsEntry(MEMBER, 100L));
    }

    @Test
    void aRequestWithoutAChildReachesEveryone() {
        running("127.0.0.1", (context) -> assertThat(reached(context, "feeds", null)).containsOnlyKeys(MEMBER, OTHER));
    }

    @ParameterizedTest
    @ValueSource(strings = { "unknown", " ", "stopped" })
    void aRequestForAChildThatNobodyRunsReachesEveryone(String child) {
        running("127.0.0.1", (context) -> {
            ProcessHubTemplate hub = context.getBean(ProcessHubTemplate.class);
            hub.start(sleeper("stopped")).join().orThrow();
            hub.stop("stopped").join().orThrow();
            assertThat(reached(context, "feeds", child)).containsOnlyKeys(MEMBER, OTHER);
        });
    }

    @Test
    void aRequestForAChildWhoseMemberTheRegistryDoesNotKnowReachesEveryone() {
        runner().withPropertyValues(CloudContexts.instance("feeds", 0, "127.0.0.1:8080", "1"))
            .withPropertyValues(CloudContexts.instance("feeds", 1, "127.0.0.1:8081", "2"))
            .run((context) -> {
                context.getBean(ProcessHubTemplate.class).start(sleeper("EUR/USD")).join().orThrow();
                assertThat(reached(context, "feeds", "EUR/USD")).containsOnlyKeys(MEMBER, OTHER);
            });
    }

    @Test
    void requestsToOtherServicesAreLeftAlone() {
        running("127.0.0.1", (context) -> {
            assertThat(supplier(context, "others")).isNotInstanceOf(ChildRoutingSupplier.class);
            assertThat(reached(context, "others", "EUR/USD")).containsOnlyKeys(MEMBER, OTHER);
        });
    }

    @Test
    void theSupplierOfTheApplicationIsRoutedAround() {
        runner().withUserConfiguration(OwnSupplier.class)
            .run((context) -> assertThat(supplier(context, "feeds")).isInstanceOfSatisfying(ChildRoutingSupplier.class,
                    (outer) -> assertThat(outer.getDelegate()).isInstanceOf(Nobody.class)));
    }

    @Test
    void aSupplierThatRoutesByChildAlreadyStays() {
        runner().withUserConfiguration(OwnRouting.class)
            .run((context) -> assertThat(supplier(context, "feeds")).isInstanceOf(Outer.class));
    }

    @Test
    void routingIsSwitchedOff() {
        runner().withPropertyValues("processhub.routing.enabled=false").run((context) -> {
            assertThat(context).doesNotHaveBean("processHubChildRouting");
            assertThat(supplier(context, "feeds")).isNotInstanceOf(ChildRoutingSupplier.class);
        });
    }

    @Test
    void theApplicationMayRouteInItsOwnWay() {
        runner()
            .withBean("processHubChildRouting", LoadBalancerClientSpecification.class,
                    () -> new LoadBalancerClientSpecification("default.own", new Class<?>[0]))
            .run((context) -> assertThat(supplier(context, "feeds")).isNotInstanceOf(ChildRoutingSupplier.class));
    }

    @ParameterizedTest
    @ValueSource(strings = { "org.springframework.cloud.loadbalancer", "org.springframework.cloud" })
    void withoutALoadBalancerThereIsNothingToRoute(String missing) {
        CloudContexts.withoutCloud()
            .withClassLoader(new FilteredClassLoader(missing))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(ProcessHubTemplate.class)
                .doesNotHaveBean("processHubChildRouting"));
    }

    private static ApplicationContextRunner runner() {
        return CloudContexts.withCloud();
    }

    /** With a child that runs here, and a second instance that does not. */
    private static void running(String host, ContextConsumer<ApplicationContext> test) {
        ApplicationContextRunner two = runner();
        for (String service : List.of("feeds", "others")) {
            two = two
                .withPropertyValues(
                        CloudContexts.instance(service, 0, host + ":" + MEMBER, "${processhub.cluster.port}"))
                .withPropertyValues(CloudContexts.instance(service, 1, host + ":" + OTHER, "1"));
        }
        two.run((context) -> {
            context.getBean(ProcessHubTemplate.class).start(sleeper("EUR/USD")).join().orThrow();
            test.accept(context);
        });
    }

    private static ChildSpec sleeper(String id) {
        return ChildSpec.of(id, CloudContexts.Sleeper.class, new CloudContexts.Sleeper.Args());
    }

    /** How many of 100 requests each instance got, by its port. */
    private static Map<Integer, Long> reached(ApplicationContext context, String service, @Nullable String child) {
        LoadBalancerClient client = context.getBean(LoadBalancerClient.class);
        HttpHeaders headers = new HttpHeaders();
        if (child != null) {
            headers.set("X-ProcessHub-Child", child);
        }
        RequestData request = new RequestData(HttpMethod.GET, URI.create("http://" + service + "/"), headers,
                new LinkedMultiValueMap<>(), Map.of());
        return IntStream.range(0, 100)
            .mapToObj((i) -> client.choose(service, new DefaultRequest<>(new RequestDataContext(request))))
            .collect(Collectors.groupingBy((instance) -> Objects.requireNonNull(instance).getPort(),
                    Collectors.counting()));
    }

    private static ServiceInstanceListSupplier supplier(ApplicationContext context, String service) {
        return Objects.requireNonNull(context.getBean(LoadBalancerClientFactory.class)
            .getInstance(service, ServiceInstanceListSupplier.class));
    }

    /** Knows no instance. */
    private static final class Nobody implements ServiceInstanceListSupplier {

        @Override
        public String getServiceId() {
            return "feeds";
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.just(List.of());
        }

    }

    /** Put around others by the application. */
    private static final class Outer extends DelegatingServiceInstanceListSupplier {

        Outer(ServiceInstanceListSupplier delegate) {
            super(delegate);
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return this.delegate.get();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSupplier {

        @Bean
        LoadBalancerClientSpecification feeds() {
            return new LoadBalancerClientSpecification("feeds", new Class<?>[] { OfTheService.class });
        }

        /** Not scanned: Spring Cloud makes it for the service. */
        static class OfTheService {

            @Bean
            ServiceInstanceListSupplier nobody() {
                return new Nobody();
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRouting {

        @Bean
        LoadBalancerClientSpecification feeds() {
            return new LoadBalancerClientSpecification("feeds", new Class<?>[] { OfTheService.class });
        }

        static class OfTheService {

            @Bean
            ServiceInstanceListSupplier outer() {
                return new Outer(new ChildRoutingSupplier(new Nobody(), List.of()));
            }

        }

    }

}
