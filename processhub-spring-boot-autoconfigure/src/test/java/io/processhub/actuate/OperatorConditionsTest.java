package io.processhub.actuate;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.processhub.ChildSpec;
import io.processhub.Hub;
import io.processhub.ProcessHubTemplate;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.autoconfigure.TestCluster;
import io.processhub.runtime.ChildObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What operators get with what on the class path and in the settings. */
class OperatorConditionsTest {

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class, HubEndpointAutoConfiguration.class,
                HubInfoAutoConfiguration.class, HubHealthAutoConfiguration.class, HubMetricsAutoConfiguration.class,
                EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class))
        .withPropertyValues(new TestCluster().properties("processhub.cluster.join.mode=single"));

    @Test
    void anExposedEndpointIsThere() {
        this.runner.withPropertyValues("management.endpoints.web.exposure.include=processhub")
            .run((context) -> assertThat(context).hasSingleBean(ProcessHubEndpoint.class));
    }

    @Test
    void anEndpointThatIsNotExposedIsNot() {
        this.runner
            .run((context) -> assertThat(context).hasSingleBean(Hub.class).doesNotHaveBean(ProcessHubEndpoint.class));
    }

    @Test
    void anEndpointWithoutAccessIsNot() {
        this.runner
            .withPropertyValues("management.endpoints.web.exposure.include=*",
                    "management.endpoint.processhub.access=NONE")
            .run((context) -> assertThat(context).hasSingleBean(Hub.class).doesNotHaveBean(ProcessHubEndpoint.class));
    }

    @ParameterizedTest
    @ValueSource(strings = { "org.springframework.boot.actuate", "org.springframework.boot.health", "io.micrometer" })
    void whatIsNotOnTheClassPathIsNotMissed(String missing) {
        new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class,
                    HubEndpointAutoConfiguration.class, HubInfoAutoConfiguration.class,
                    HubHealthAutoConfiguration.class, HubMetricsAutoConfiguration.class))
            .withPropertyValues(new TestCluster().properties("processhub.cluster.join.mode=single"))
            .withClassLoader(new FilteredClassLoader(missing))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(Hub.class)
                .doesNotHaveBean("processHubEndpoint")
                .doesNotHaveBean("processHubMeters")
                .doesNotHaveBean("processHubChildObserver"));
    }

    @Test
    void withoutAHubThereIsNothingToShow() {
        this.runner.withPropertyValues("processhub.enabled=false", "management.endpoints.web.exposure.include=*")
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(ObservationRegistry.class, ObservationRegistry::create)
            .run((context) -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(ProcessHubEndpoint.class)
                .doesNotHaveBean(MeteredHubs.class)
                .doesNotHaveBean(ChildObserver.class)
                .doesNotHaveBean(InfoContributor.class)
                .doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void metersNeedARegistry() {
        this.runner.run((context) -> assertThat(context).doesNotHaveBean(MeteredHubs.class)
            .doesNotHaveBean(ChildObserver.class));
        this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .run((context) -> assertThat(context).hasSingleBean(MeteredHubs.class));
    }

    @Test
    void infoCanBeDisabled() {
        this.runner.run((context) -> assertThat(context).hasSingleBean(InfoContributor.class));
        this.runner.withPropertyValues("management.info.processhub.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean(InfoContributor.class));
    }

    @Test
    void anObserverOfTheApplicationIsUsedAndMayFail() {
        AtomicInteger asked = new AtomicInteger();
        this.runner.withUserConfiguration(WebMember.Idle.class)
            .withBean(ObservationRegistry.class, ObservationRegistry::create)
            .withBean(ChildObserver.class, () -> (hubId, step, spec) -> {
                asked.incrementAndGet();
                throw new IllegalStateException("observers may fail");
            })
            .run((context) -> {
                assertThat(context).hasSingleBean(ChildObserver.class);
                ProcessHubTemplate hub = context.getBean(ProcessHubTemplate.class);
                hub.start(ChildSpec.of("a", WebMember.Idle.class, new WebMember.Idle.Args("t", 1))).join().orThrow();
                await().until(() -> asked.get() == 1);
                hub.stop("a").join().orThrow();
                assertThat(asked).hasValue(2);
            });
    }

}
