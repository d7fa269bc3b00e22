package io.processhub.autoconfigure;

import io.processhub.ChildKey;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubEvent.ChildTakenOver;
import io.processhub.ProcessHubEvent.RegistryInserted;
import io.processhub.ProcessHubEvent.RegistryRemoved;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/** Changes of the registry are events only for those who listen to them. */
class RegistryEventsTest {

    private static boolean wants(Class<?> listener, Class<? extends ProcessHubEvent> kind) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(OnlyHub.class,
                listener)) {
            return context.getBean(EventRelay.class).wants(kind);
        }
    }

    @Test
    void aListenerForThemWantsThem() {
        assertThat(wants(OfRows.class, RegistryInserted.class)).isTrue();
        assertThat(wants(OfRows.class, RegistryRemoved.class)).isFalse();
    }

    @Test
    void aListenerForAllEventsOfAHubWantsThem() {
        assertThat(wants(OfAll.class, RegistryInserted.class)).isTrue();
        assertThat(wants(OfAll.class, RegistryRemoved.class)).isTrue();
    }

    @Test
    void aListenerThatIsABeanWantsThem() {
        assertThat(wants(Typed.class, RegistryRemoved.class)).isTrue();
        assertThat(wants(Typed.class, RegistryInserted.class)).isFalse();
    }

    @Test
    void thoseWhoListenToSomethingElseOrToAnythingDoNotWantThem() {
        assertThat(wants(OfOthers.class, RegistryInserted.class)).isFalse();
        assertThat(wants(OfAnything.class, RegistryInserted.class)).isFalse();
        assertThat(wants(Untyped.class, RegistryInserted.class)).isFalse();
    }

    @Test
    void otherEventsAreAlwaysWanted() {
        assertThat(wants(OfAnything.class, ChildTakenOver.class)).isTrue();
    }

    @Test
    void aListenerOfTheParentWantsThem() {
        try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(OfRows.class);
                AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.setParent(parent);
            context.register(OnlyHub.class);
            context.refresh();
            assertThat(context.getBean(EventRelay.class).wants(RegistryInserted.class)).isTrue();
        }
    }

    @Test
    void whatIsNotWantedIsNotPublished() throws InterruptedException {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(OnlyHub.class,
                OfAnything.class)) {
            EventRelay relay = context.getBean(EventRelay.class);
            relay.accept(new RegistryRemoved(ChildKey.of("a")));
            relay.accept(new ChildTakenOver(ChildKey.of("a"), 1));
            relay.destroy();
            assertThat(context.getBean(OfAnything.class).heard).isEqualTo(1);
        }
    }

    static class OnlyHub {

        @Bean
        EventRelay relay(ApplicationContext context) {
            return new EventRelay(context);
        }

    }

    static class OfRows {

        @EventListener
        void on(RegistryInserted event) {
        }

    }

    static class OfAll {

        @EventListener
        void on(ProcessHubEvent event) {
        }

    }

    static class OfOthers {

        @EventListener
        void on(ChildTakenOver event) {
        }

    }

    static class OfAnything {

        volatile int heard;

        @EventListener
        void on(Object event) {
            if (event instanceof ProcessHubEvent) {
                this.heard++;
            }
        }

    }

    static class Typed implements ApplicationListener<PayloadApplicationEvent<RegistryRemoved>> {

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<RegistryRemoved> event) {
        }

    }

    static class Untyped implements ApplicationListener<ApplicationEvent> {

        @Override
        public void onApplicationEvent(ApplicationEvent event) {
        }

    }

}
