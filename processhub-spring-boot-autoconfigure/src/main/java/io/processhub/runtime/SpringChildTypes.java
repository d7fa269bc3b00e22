package io.processhub.runtime;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.processhub.ChildProcess;
import io.processhub.ChildSpec;
import io.processhub.ChildSpecCustomizer;
import io.processhub.Handover;
import io.processhub.HubProcess;
import io.processhub.Json;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * The child types of a hub among the bean definitions of an application: all whose class
 * carries {@link HubProcess}, unless that names another hub.
 */
public final class SpringChildTypes implements ChildTypes {

    private final ConfigurableListableBeanFactory beans;

    private final ObjectProvider<ChildSpecCustomizer> customizers;

    private final SortedMap<String, ChildType> types = new TreeMap<>();

    /**
     * Finds the child types of a hub. No bean is created for it.
     * @param hub name of the hub
     * @param hubs names of all hubs of the application
     * @throws InvalidChildTypeException if one cannot be used, names an unknown hub, or
     * has the name of another one
     */
    public SpringChildTypes(ConfigurableListableBeanFactory beans, String hub, List<String> hubs) {
        this.beans = beans;
        this.customizers = beans.getBeanProvider(ChildSpecCustomizer.class);
        for (String beanName : beans.getBeanDefinitionNames()) {
            HubProcess annotation = beans.findAnnotationOnBean(beanName, HubProcess.class, false);
            Class<?> type = beans.getType(beanName, false);
            if (annotation != null && type != null && !beans.getBeanDefinition(beanName).isAbstract()
                    && isOf(hub, hubs, annotation, type)) {
                add(ChildType.of(annotation.value(), beanName, type, beans));
            }
        }
    }

    private static boolean isOf(String hub, List<String> hubs, HubProcess annotation, Class<?> type) {
        String wanted = annotation.hub();
        if (!wanted.isEmpty() && !hubs.contains(wanted)) {
            throw new InvalidChildTypeException(
                    "Child type '" + annotation.value() + "', " + type.getName() + ", is of hub '" + wanted
                            + "', and there is no such hub (expected: one of " + hubs + ")"
                            + Suggestion.didYouMean(wanted, hubs) + ".",
                    "Name one of these hubs in its @HubProcess annotation, or none if it is for all; or add"
                            + " processhub.hubs." + wanted + ", with enabled: false if it does not run here.");
        }
        return wanted.isEmpty() || wanted.equals(hub);
    }

    private void add(ChildType type) {
        ChildType other = this.types.putIfAbsent(type.name(), type);
        if (other != null) {
            throw new InvalidChildTypeException(
                    "Two child types have the name '" + type.name() + "': " + other.description() + " and "
                            + type.description() + ".",
                    "Give one of them another name in its @HubProcess annotation"
                            + " or, if it is one class, register it as a bean once.");
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(this.types.keySet());
    }

    /**
     * What arguments a type takes.
     * @return {@link Void} if none
     * @throws UnknownTypeException if there is no such type
     */
    public ResolvableType argsType(String type) {
        return find(type).argsType();
    }

    private ChildType find(String name) {
        ChildType type = this.types.get(name);
        if (type == null) {
            throw new UnknownTypeException("child type: " + name + " (expected: one of " + names()
                    + Suggestion.didYouMean(name, names()) + ")");
        }
        return type;
    }

    @Override
    public Json encode(ChildSpec spec) {
        return ArgsJson.encode(spec.args(), find(spec.type()).argsType());
    }

    /**
     * Asks the application's customizers in their order.
     * @throws IllegalStateException if one answers another child
     */
    @Override
    public ChildSpec customize(ChildSpec spec) {
        ChildSpec altered = spec;
        for (ChildSpecCustomizer customizer : this.customizers.orderedStream().toList()) {
            altered = customizer.customize(altered);
        }
        if (!altered.key().equals(spec.key()) || !altered.type().equals(spec.type())) {
            throw new IllegalStateException("a ChildSpecCustomizer made of child '" + spec.key() + "' of type '"
                    + spec.type() + "' another one: '" + altered.key() + "' of type '" + altered.type()
                    + "' (expected: the same)");
        }
        return altered;
    }

    @Override
    public boolean hasState(String type) {
        ChildType known = this.types.get(type);
        return known == null || Handover.class.isAssignableFrom(known.type());
    }

    @Override
    public Instance create(ChildSpec spec) {
        ChildType type = find(spec.type());
        Json json = (spec.args() instanceof Json text) ? text : encode(spec);
        Object args = ArgsJson.decode(json, type.argsType());
        return new BeanInstance(type.beanName(), this.beans.getBean(type.beanName()), args);
    }

    private final class BeanInstance implements Instance {

        private final String beanName;

        private final Object bean;

        private final @Nullable Object args;

        BeanInstance(String beanName, Object bean, @Nullable Object args) {
            this.beanName = beanName;
            this.bean = bean;
            this.args = args;
        }

        @Override
        @SuppressWarnings("unchecked")
        public ChildProcess<@Nullable Object> process() {
            return (ChildProcess<@Nullable Object>) this.bean;
        }

        @Override
        public @Nullable Object args() {
            return this.args;
        }

        /** Callbacks are called on the bean itself: a proxy may not show them. */
        @Override
        public void destroy() {
            Object target = AopUtils.isAopProxy(this.bean) ? AopProxyUtils.getSingletonTarget(this.bean) : null;
            SpringChildTypes.this.beans.destroyBean(this.beanName, (target != null) ? target : this.bean);
        }

    }

}
