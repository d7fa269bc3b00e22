package io.processhub.autoconfigure;

import java.util.List;

import io.processhub.Hook;
import io.processhub.Hub;
import io.processhub.Member;
import io.processhub.ProcessHubTemplate;
import io.processhub.Quorum;
import io.processhub.StateSerializer;
import io.processhub.coordination.HubSettings;
import io.processhub.runtime.ChildObserver;
import io.processhub.runtime.ChildTypes;
import io.processhub.runtime.Cluster;
import io.processhub.runtime.Hooks;
import io.processhub.runtime.HubLifecycle;
import io.processhub.runtime.HubParts;
import io.processhub.runtime.HubProfile;
import io.processhub.runtime.JsonStateSerializer;
import io.processhub.runtime.LocalHub;
import io.processhub.runtime.QuorumGuard;
import io.processhub.runtime.RegistryMap;
import io.processhub.runtime.RegistryStore;
import io.processhub.runtime.SpringChildTypes;
import io.processhub.runtime.StateKeeping;
import io.processhub.runtime.StateStore;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Beans of a hub, if the application does not name several: settings, child types, the
 * hub with its lifecycle, and the template that applications use.
 */
@AutoConfiguration(afterName = "org.springframework.boot.hazelcast.autoconfigure.HazelcastAutoConfiguration")
@ConditionalOnBooleanProperty(name = "processhub.enabled", matchIfMissing = true)
@Conditional(OnHubs.None.class)
@EnableConfigurationProperties(ProcessHubProperties.class)
@Import({ DurabilityConfiguration.class, HazelcastConfiguration.Completion.class, HazelcastConfiguration.class,
        OneHubConfiguration.class })
public final class ProcessHubAutoConfiguration {

    @Bean
    HubSettings processHubSettings(ProcessHubProperties properties, ListableBeanFactory beans) {
        Setting.under("processhub.cluster", properties.cluster()::exampleMember);
        Setting.check("processhub.cluster", properties.cluster()::checkWaiting);
        return new Strategies(properties, beans).settings();
    }

    @Bean
    SpringChildTypes processHubChildTypes(ConfigurableListableBeanFactory beans, ProcessHubProperties properties) {
        return new SpringChildTypes(beans, properties.hubId(), List.of(properties.hubId()));
    }

    @Bean
    StaticChildren processHubStaticChildren(ProcessHubProperties properties, Environment environment,
            SpringChildTypes types, HubSettings settings) {
        return new StaticChildren(properties.children(), Binder.get(environment), types, settings.restart());
    }

    @Bean
    EventRelay processHubEvents(ApplicationContext context) {
        return new EventRelay(context);
    }

    /** Two hooks of one id are refused: one of them would never be called. */
    @Bean
    Hooks processHubHooks(ObjectProvider<Hook<?>> beans) {
        Hooks hooks = new Hooks(Hooks.DEFAULT_LIMIT);
        beans.orderedStream().forEach(hooks::register);
        return hooks;
    }

    @Bean
    StateKeeping processHubStateKeeping(ProcessHubProperties properties, StateStore store,
            ObjectProvider<StateSerializer> serializer) {
        return properties.toKeeping(store, serializer.getIfAvailable(JsonStateSerializer::new));
    }

    @Bean
    LocalHub processHub(HubSettings settings, ProcessHubProperties properties, Cluster cluster, RegistryMap map,
            StateKeeping states, ChildTypes types, QuorumGuard guard, EventRelay events, Hooks hooks,
            ObjectProvider<ChildObserver> observer) {
        return new LocalHub(settings, properties.cluster().weight(), properties.cluster().labels(), cluster, map,
                states, types, guard, events.and(hooks), observer.getIfAvailable(() -> ChildObserver.NONE));
    }

    @Bean
    HubProfile processHubProfile(HubSettings settings, ProcessHubProperties properties, HubNode node) {
        return new HubProfile(settings.hubId(), properties.strategiesByKind(),
                ExpectedFailover.of(settings, node.heartbeat()).text());
    }

    @Bean
    @ConditionalOnMissingBean
    ProcessHubTemplate processHubTemplate(Hub hub) {
        return new ProcessHubTemplate(hub);
    }

    @Bean
    HubLifecycle processHubLifecycle(HubSettings settings, LocalHub hub, ProcessHubTemplate template,
            StaticChildren children, ProcessHubProperties properties, HubNode node,
            ObjectProvider<RegistryStore> store) {
        return new HubLifecycle(hub, template, children.specs(), store.getIfAvailable(), properties.shutdownTimeout(),
                () -> summary(properties, settings, node, hub));
    }

    @Bean
    HubParts processHubParts(HubProfile profile, LocalHub hub, ProcessHubTemplate template, HubLifecycle lifecycle,
            SpringChildTypes types) {
        return new HubParts(profile, hub, template, lifecycle, types);
    }

    /** What to log of a hub that has started. */
    static String summary(ProcessHubProperties properties, HubSettings settings, HubNode node, Hub hub) {
        return "hub '%s' runs on %s in cluster '%s', members %s, strategies %s; %s; %s".formatted(properties.hubId(),
                node.cluster().address(), node.hazelcast().getConfig().getClusterName(),
                hub.members().stream().map(Member::name).toList(), properties.strategies(), quorum(hub.quorum()),
                ExpectedFailover.of(settings, node.heartbeat()).text());
    }

    private static String quorum(Quorum quorum) {
        return (quorum.required() == 0) ? "no quorum is needed"
                : "quorum needs %d voting members, %d are visible".formatted(quorum.required(), quorum.visible());
    }

}
