package io.processhub.autoconfigure;

import java.util.Map;
import java.util.stream.Stream;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;

/**
 * Beans of several hubs, those that {@code processhub.hubs} names. They share one
 * Hazelcast member, and nothing else.
 */
@AutoConfiguration(before = ProcessHubAutoConfiguration.class,
        afterName = "org.springframework.boot.hazelcast.autoconfigure.HazelcastAutoConfiguration")
@ConditionalOnBooleanProperty(name = "processhub.enabled", matchIfMissing = true)
@Conditional(OnHubs.class)
@EnableConfigurationProperties(ProcessHubProperties.class)
@Import({ HazelcastConfiguration.Completion.class, HazelcastConfiguration.class, HubRegistrar.class })
public final class SeveralHubsAutoConfiguration {

    @Bean
    HubSurroundings processHubSurroundings(ApplicationContext context, ConfigurableListableBeanFactory beans,
            Environment environment) {
        return new HubSurroundings(context, beans, HubNames.of(environment));
    }

    /**
     * A registrar cannot qualify beans, and qualifiers of bean definitions do not survive
     * ahead-of-time processing; what a qualified element says does.
     */
    @Bean
    static BeanFactoryPostProcessor processHubQualifiers(Environment environment) {
        return (beans) -> HubNames.of(environment).forEach((hub) -> qualify(beans, hub));
    }

    private static void qualify(ConfigurableListableBeanFactory beans, String hub) {
        Qualifier qualifier = MergedAnnotation.of(Qualifier.class, Map.of("value", hub)).synthesize();
        Stream.of(beans.getBeanDefinitionNames())
            .filter((name) -> HubBeans.isOf(hub, name))
            .map(beans::getBeanDefinition)
            .forEach((definition) -> ((RootBeanDefinition) definition)
                .setQualifiedElement(AnnotatedElementUtils.forAnnotations(qualifier)));
    }

}
