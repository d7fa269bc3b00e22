package io.processhub.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.processhub.ChildProcess;
import io.processhub.Concurrent;
import io.processhub.MessageReceiver;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * What can be called of a child type: its {@link MessageReceiver#receive}, and the
 * methods of the interfaces of the application that it implements.
 */
final class ChildMethods {

    /** Stands for {@link MessageReceiver#receive}. */
    static final String RECEIVE = "";

    /** Stands for {@link io.processhub.Handover#merge}, of which the hub makes use. */
    static final String MERGE = "#merge";

    private static final ClassValue<ChildMethods> KNOWN = new ClassValue<>() {

        @Override
        protected ChildMethods computeValue(Class<?> type) {
            return new ChildMethods(type);
        }

    };

    private final Class<?> type;

    private final Map<String, Target> targets = new TreeMap<>();

    private final boolean concurrent;

    private ChildMethods(Class<?> type) {
        this.type = type;
        this.concurrent = AnnotatedElementUtils.hasAnnotation(type, Concurrent.class);
        for (Class<?> api : ClassUtils.getAllInterfacesForClassAsSet(type)) {
            if (api == MessageReceiver.class) {
                addReceiver();
            }
            else if (isCallable(api)) {
                Arrays.stream(api.getMethods())
                    .filter((method) -> !Modifier.isStatic(method.getModifiers()))
                    .forEach((method) -> add(api, method));
            }
        }
    }

    /** What can be called of a bean, a proxy perhaps. */
    static ChildMethods of(Object bean) {
        return KNOWN.get(ClassUtils.getUserClass(AopUtils.getTargetClass(bean)));
    }

    private static boolean isCallable(Class<?> api) {
        String name = api.getPackageName();
        return !name.startsWith("java.") && !name.startsWith("javax.") && !name.startsWith("org.springframework.")
                && !name.equals(ChildProcess.class.getPackageName());
    }

    private void addReceiver() {
        Method method = Arrays.stream(MessageReceiver.class.getMethods())
            .filter((candidate) -> candidate.getName().equals("receive"))
            .findFirst()
            .orElseThrow();
        Type message = ResolvableType.forClass(this.type).as(MessageReceiver.class).getGeneric(0).getType();
        this.targets.put(RECEIVE, new Target(method, new Type[] { message }));
    }

    private void add(Class<?> api, Method method) {
        ResolvableType owner = ResolvableType.forClass(this.type).as(method.getDeclaringClass());
        Type[] types = Arrays.stream(method.getGenericParameterTypes())
            .map((parameter) -> ResolvableType.forType(parameter, owner).getType())
            .toArray(Type[]::new);
        this.targets.put(id(api, method), new Target(method, types));
    }

    /** Name of a method on its way between members. */
    static String id(Class<?> api, Method method) {
        return api.getName() + '#' + method.getName()
                + Arrays.stream(method.getParameterTypes())
                    .map(Class::getName)
                    .collect(Collectors.joining(",", "(", ")"));
    }

    boolean isConcurrent() {
        return this.concurrent;
    }

    /** Finds a method by its name on the way; null if there is none. */
    @Nullable Target find(String id) {
        return this.targets.get(id);
    }

    /** Why a method is not there. */
    String missing(String id) {
        if (id.equals(RECEIVE)) {
            return this.type.getName() + " implements no " + MessageReceiver.class.getSimpleName()
                    + ", so it cannot be told or asked anything";
        }
        return this.type.getName() + " has no method " + id + " in an interface that it implements";
    }

    /**
     * A method that can be called.
     *
     * @param types what its arguments are read as
     */
    record Target(Method method, Type[] types) {

        Target {
            method.setAccessible(true);
        }

        /**
         * Calls it.
         * @throws Throwable what it throws
         */
        @Nullable Object call(Object bean, @Nullable Object[] args) throws Throwable {
            try {
                return this.method.invoke(bean, args);
            }
            catch (InvocationTargetException ex) {
                throw ex.getTargetException();
            }
        }

    }

}
