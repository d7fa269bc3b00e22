package io.processhub.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.Hook;
import io.processhub.ProcessHubTemplate;
import io.processhub.runtime.Hooks;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;

/**
 * The application around several hubs.
 *
 * @param context its context
 * @param factory its beans
 * @param hubs names of its hubs, those that do not run here included
 */
record HubSurroundings(ApplicationContext context, ConfigurableListableBeanFactory factory, List<String> hubs) {

    /** Name of a bean of a hub, the template excepted: {@code pricesHooks}. */
    static String beanName(String hub, Class<?> type) {
        return hub + type.getSimpleName();
    }

    /** The surroundings as one hub sees them. */
    Beans of(String hub) {
        return new Beans(this, hub);
    }

    /** Beans that one hub makes use of. */
    record Beans(HubSurroundings around, String hub) {

        ApplicationContext context() {
            return this.around.context;
        }

        ConfigurableListableBeanFactory factory() {
            return this.around.factory;
        }

        List<String> hubs() {
            return this.around.hubs;
        }

        /** The bean of the hub of this type. */
        <T> T of(Class<T> type) {
            return factory().getBean(beanName(this.hub, type), type);
        }

        ProcessHubTemplate template() {
            return factory().getBean(this.hub, ProcessHubTemplate.class);
        }

        /** Beans of the application, for all hubs. */
        <T> ObjectProvider<T> all(Class<T> type) {
            return factory().getBeanProvider(type);
        }

        /** The Hazelcast member of our own; null if the application has one. */
        @Nullable HazelcastInstance own() {
            return factory().containsBean(HazelcastConfiguration.OWN)
                    ? factory().getBean(HazelcastConfiguration.OWN, HazelcastInstance.class) : null;
        }

        HazelcastInstance applications() {
            return factory().getBean(HazelcastInstance.class);
        }

        /**
         * Hooks of the hub: the application's beans that are qualified by its name, and
         * those that are qualified by the name of no hub, which all hubs have.
         */
        Hooks hooks() {
            Hooks hooks = new Hooks(Hooks.DEFAULT_LIMIT);
            Stream.of(factory().getBeanNamesForType(Hook.class))
                .filter((name) -> isQualified(name, this.hub)
                        || hubs().stream().noneMatch((hub) -> isQualified(name, hub)))
                .forEach((name) -> hooks.register(factory().getBean(name, Hook.class)));
            return hooks;
        }

        private boolean isQualified(String bean, String hub) {
            return BeanFactoryAnnotationUtils.isQualifierMatch(hub::equals, bean, factory());
        }

    }

}
