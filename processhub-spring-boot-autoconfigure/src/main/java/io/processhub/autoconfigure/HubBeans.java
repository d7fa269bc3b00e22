package io.processhub.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildKey;
import io.processhub.ProcessHubTemplate;
import io.processhub.StateSerializer;
import io.processhub.coordination.HubSettings;
import io.processhub.hazelcast.HazelcastRegistryMap;
import io.processhub.hazelcast.HazelcastStateStore;
import io.processhub.hazelcast.MapQuorum;
import io.processhub.runtime.ChildObserver;
import io.processhub.runtime.DurableStates;
import io.processhub.runtime.Hooks;
import io.processhub.runtime.HubLifecycle;
import io.processhub.runtime.HubParts;
import io.processhub.runtime.HubProfile;
import io.processhub.runtime.JsonStateSerializer;
import io.processhub.runtime.LocalHub;
import io.processhub.runtime.RegistryStore;
import io.processhub.runtime.SpringChildTypes;
import io.processhub.runtime.StateKeeping;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanRegistry;

/**
 * The beans of one of several hubs. The template has the hub's name; the others have
 * names that begin with it, and the name as their qualifier.
 */
final class HubBeans {

    private static final List<Class<?>> TYPES = List.of(MapQuorum.class, HubMaps.class, DurableStores.class,
            RegistryStore.class, DurableStates.class, SpringChildTypes.class, HubSettings.class, StaticChildren.class,
            EventRelay.class, Hooks.class, HubNode.class, LocalHub.class, HubProfile.class, HubLifecycle.class,
            HubParts.class);

    private final HubView view;

    private final boolean primary;

    HubBeans(HubView view, boolean primary) {
        this.view = view;
        this.primary = primary;
    }

    /** Whether a bean is one of those of a hub whose names begin with the hub's. */
    static boolean isOf(String hub, String beanName) {
        return TYPES.stream().anyMatch((type) -> HubSurroundings.beanName(hub, type).equals(beanName));
    }

    /** What a hub needs on a member that does not run it: its part of the maps. */
    void registerMaps(BeanRegistry registry) {
        add(registry, MapQuorum.class, (beans) -> new MapQuorum(properties().partitionTolerance().nodesAtFirst()));
        add(registry, HubMaps.class, this::maps);
        if (isDurable()) {
            add(registry, DurableStores.class, this::stores);
            add(registry, RegistryStore.class, (beans) -> beans.of(DurableStores.class).registry());
            add(registry, DurableStates.class, (beans) -> beans.of(DurableStores.class).states());
        }
    }

    /** Everything. */
    void register(BeanRegistry registry) {
        registerMaps(registry);
        add(registry, SpringChildTypes.class, this::types);
        add(registry, HubSettings.class, this::settings);
        add(registry, StaticChildren.class, this::children);
        add(registry, EventRelay.class, (beans) -> new EventRelay(beans.context(), properties().hubId()));
        add(registry, Hooks.class, HubSurroundings.Beans::hooks);
        add(registry, HubNode.class, this::node);
        add(registry, LocalHub.class, this::hub);
        add(registry, HubProfile.class, this::profile);
        add(registry, HubLifecycle.class, this::lifecycle);
        add(registry, HubParts.class, this::parts);
        registry.registerBean(this.view.name(), ProcessHubTemplate.class, (spec) -> {
            spec.supplier((context) -> new ProcessHubTemplate(beans(context).of(LocalHub.class)));
            if (this.primary) {
                spec.primary();
            }
        });
    }

    private <T> void add(BeanRegistry registry, Class<T> type, Function<HubSurroundings.Beans, T> maker) {
        registry.registerBean(HubSurroundings.beanName(this.view.name(), type), type, (spec) -> {
            spec.supplier((context) -> maker.apply(beans(context)));
            if (this.primary) {
                spec.primary();
            }
        });
    }

    private HubSurroundings.Beans beans(BeanRegistry.SupplierContext context) {
        return context.bean(HubSurroundings.class).of(this.view.name());
    }

    private ProcessHubProperties properties() {
        return this.view.properties();
    }

    private boolean isDurable() {
        return properties().durability().store() == DurabilityProperties.Store.JDBC;
    }

    private HubMaps maps(HubSurroundings.Beans beans) {
        return new HubMaps(properties().hubId(), properties().partitionTolerance().nodesAtFirst() > 0,
                beans.of(MapQuorum.class), () -> durable(beans));
    }

    private @Nullable DurableStores durable(HubSurroundings.Beans beans) {
        return isDurable() ? beans.of(DurableStores.class) : null;
    }

    private DurableStores stores(HubSurroundings.Beans beans) {
        Set<ChildKey> named = properties().children()
            .stream()
            .map(ProcessHubProperties.Child::id)
            .filter((id) -> id != null && !id.isBlank())
            .map(ChildKey::of)
            .collect(Collectors.toSet());
        return this.view.make(() -> DurabilityConfiguration.stores(properties(), named, beans.factory()));
    }

    private SpringChildTypes types(HubSurroundings.Beans beans) {
        return new SpringChildTypes(beans.factory(), this.view.name(), beans.hubs());
    }

    private HubSettings settings(HubSurroundings.Beans beans) {
        return this.view.make(() -> {
            Setting.under("processhub.cluster", properties().cluster()::exampleMember);
            Setting.check("processhub.cluster", properties().cluster()::checkWaiting);
            return new Strategies(properties(), beans.factory()).settings();
        });
    }

    private StaticChildren children(HubSurroundings.Beans beans) {
        return this.view.make(() -> new StaticChildren(properties().children(), this.view.binder(),
                beans.of(SpringChildTypes.class), beans.of(HubSettings.class).restart()));
    }

    private HubNode node(HubSurroundings.Beans beans) {
        HazelcastInstance own = beans.own();
        try {
            return HubNode.of(beans.of(HubSettings.class), own, beans::applications, beans.of(HubMaps.class));
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while hub '" + this.view.name() + "' was made", ex);
        }
    }

    private LocalHub hub(HubSurroundings.Beans beans) {
        HubNode node = beans.of(HubNode.class);
        String hubId = properties().hubId();
        StateKeeping states = this.view
            .make(() -> properties().toKeeping(new HazelcastStateStore(node.hazelcast(), hubId),
                    beans.all(StateSerializer.class).getIfAvailable(JsonStateSerializer::new)));
        return new LocalHub(beans.of(HubSettings.class), properties().cluster().weight(),
                properties().cluster().labels(), node.cluster(), new HazelcastRegistryMap(node.hazelcast(), hubId),
                states, beans.of(SpringChildTypes.class), beans.of(MapQuorum.class),
                beans.of(EventRelay.class).and(beans.of(Hooks.class)),
                beans.all(ChildObserver.class).getIfAvailable(() -> ChildObserver.NONE));
    }

    private HubProfile profile(HubSurroundings.Beans beans) {
        return new HubProfile(properties().hubId(), properties().strategiesByKind(),
                ExpectedFailover.of(beans.of(HubSettings.class), beans.of(HubNode.class).heartbeat()).text());
    }

    private HubLifecycle lifecycle(HubSurroundings.Beans beans) {
        LocalHub hub = beans.of(LocalHub.class);
        DurableStores stores = durable(beans);
        return new HubLifecycle(hub, beans.template(), beans.of(StaticChildren.class).specs(),
                (stores != null) ? stores.registry() : null, properties().shutdownTimeout(),
                () -> ProcessHubAutoConfiguration.summary(properties(), beans.of(HubSettings.class),
                        beans.of(HubNode.class), hub));
    }

    private HubParts parts(HubSurroundings.Beans beans) {
        return new HubParts(beans.of(HubProfile.class), beans.of(LocalHub.class), beans.template(),
                beans.of(HubLifecycle.class), beans.of(SpringChildTypes.class));
    }

}
