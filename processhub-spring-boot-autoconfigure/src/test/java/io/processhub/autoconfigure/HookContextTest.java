package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import io.processhub.ChildProcess;
import io.processhub.ChildSpec;
import io.processhub.ChildSpecCustomizer;
import io.processhub.Hook;
import io.processhub.HookRegistry;
import io.processhub.HubProcess;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Hooks, events and customizers as beans of an application. */
class HookContextTest {

    private final TestCluster cluster = new TestCluster();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
        .withPropertyValues(this.cluster.properties("processhub.cluster.join.mode=single"))
        .withUserConfiguration(Application.class);

    @Test
    void hookBeansAndListenersHearWhatHappensToAChild() {
        this.runner.run((context) -> {
            Application application = context.getBean(Application.class);
            ProcessHubTemplate hub = context.getBean(ProcessHubTemplate.class);
            hub.start(ChildSpec.of("a", Greeter.class, "hello")).get(30, TimeUnit.SECONDS).orThrow();
            await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(application.byHook).contains("ChildrenStarting", "RegistryInserted",
                        "ChildStarted"));
            hub.stop("a").get(30, TimeUnit.SECONDS).orThrow();
            await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(application.byHook).contains("RegistryRemoved"));
            await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(application.byListener).containsExactlyElementsOf(application.byHook));
            assertThat(context.getBean(HookRegistry.class).hooks()).extracting(Hook::id).containsExactly("all");
        });
    }

    @Test
    void customizersAlterASpecInTheirOrderBeforeEachStartAndTheRegistryKeepsTheOriginal() {
        this.runner.run((context) -> {
            ProcessHubTemplate hub = context.getBean(ProcessHubTemplate.class);
            hub.start(ChildSpec.of("b", Greeter.class, "hello")).get(30, TimeUnit.SECONDS).orThrow();
            await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(Greeter.SAID).containsEntry(ChildKey.of("b"), "hello, dear b! {mood=good}"));
            assertThat(hub.find("b").orElseThrow().spec().args()).hasToString("\"hello\"");
        });
    }

    @Test
    void twoHookBeansOfOneIdAreRefused() {
        this.runner.withBean("other", Hook.class, () -> Hook.of("all", ProcessHubEvent.class, (event) -> {
        })).run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("hook id: 'all'"));
    }

    @HubProcess("greeter")
    static class Greeter implements ChildProcess<String> {

        static final Map<ChildKey, String> SAID = new ConcurrentHashMap<>();

        @Override
        public void run(ChildContext<String> child) throws Exception {
            SAID.put(child.key(), child.args() + " " + child.metadata());
            Thread.sleep(Long.MAX_VALUE);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        final Queue<String> byHook = new ConcurrentLinkedQueue<>();

        final Queue<String> byListener = new ConcurrentLinkedQueue<>();

        @Bean
        @Scope("prototype")
        Greeter greeter() {
            return new Greeter();
        }

        @Bean
        Hook<ProcessHubEvent> all() {
            return Hook.of("all", ProcessHubEvent.class, (event) -> this.byHook.add(event.getClass().getSimpleName()));
        }

        @EventListener
        void on(ProcessHubEvent event) {
            this.byListener.add(event.getClass().getSimpleName());
        }

        @Bean
        @Order(2)
        ChildSpecCustomizer exclaiming() {
            return (spec) -> spec.args(text(spec) + "!").metadata("mood", "good");
        }

        @Bean
        @Order(1)
        ChildSpecCustomizer addressing() {
            return (spec) -> spec.args(text(spec) + ", dear " + spec.key());
        }

        /**
         * Arguments come as JSON at first, then as the customizer before has made them.
         */
        private static String text(ChildSpec spec) {
            return String.valueOf(spec.args()).replace("\"", "");
        }

    }

}
