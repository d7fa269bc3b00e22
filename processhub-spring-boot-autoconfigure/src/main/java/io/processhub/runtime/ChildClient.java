package io.processhub.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.processhub.CallTimeout;
import io.processhub.ChildCallException;
import io.processhub.ChildKey;
import io.processhub.HubNotRunningException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/** A child as one of its interfaces: each method is a call to wherever it runs. */
final class ChildClient implements InvocationHandler {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Class<?> api;

    private final ChildKey key;

    private final Caller calls;

    private final Map<Method, Target> targets;

    private ChildClient(Class<?> api, ChildKey key, @Nullable Duration timeout, Caller calls) {
        this.api = api;
        this.key = key;
        this.calls = calls;
        this.targets = Arrays.stream(api.getMethods())
            .filter((method) -> !method.isDefault())
            .collect(Collectors.toMap(Function.identity(), (method) -> Target.of(api, method, timeout)));
    }

    /**
     * Makes a client.
     * @throws IllegalArgumentException if {@code api} is no interface, or a timeout no
     * duration
     */
    static <T> T of(Class<T> api, ChildKey key, @Nullable Duration timeout, Caller calls) {
        if (!api.isInterface()) {
            throw new IllegalArgumentException("api: " + api.getName() + " (expected: an interface)");
        }
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] { api },
                new ChildClient(api, key, timeout, calls)));
    }

    /** Makes calls. */
    interface Caller {

        /** Calls a method of a child, see {@link ChildMethods#id}. */
        CompletableFuture<@Nullable Object> call(ChildKey key, String method, @Nullable Object[] args, Type reply,
                Duration timeout);

    }

    /** What a method is to the child. */
    private record Target(String id, Type reply, boolean later, Duration timeout) {

        static Target of(Class<?> api, Method method, @Nullable Duration timeout) {
            boolean later = Future.class.isAssignableFrom(method.getReturnType())
                    || CompletionStage.class == method.getReturnType();
            return new Target(ChildMethods.id(api, method), reply(method, later), later,
                    (timeout != null) ? timeout : timeout(api, method));
        }

        private static Type reply(Method method, boolean later) {
            if (!later) {
                return method.getGenericReturnType();
            }
            if (!method.getReturnType().isAssignableFrom(CompletableFuture.class)) {
                throw new IllegalArgumentException("return type of " + method + " (expected: a value, void,"
                        + " CompletableFuture, CompletionStage or Future)");
            }
            return (method.getGenericReturnType() instanceof ParameterizedType type) ? type.getActualTypeArguments()[0]
                    : Object.class;
        }

        private static Duration timeout(Class<?> api, Method method) {
            CallTimeout own = method.getAnnotation(CallTimeout.class);
            CallTimeout all = (own != null) ? own : api.getAnnotation(CallTimeout.class);
            return (all == null) ? TIMEOUT : DurationStyle.detectAndParse(all.value());
        }

    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] args = (arguments != null) ? arguments : new Object[0];
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, args);
        }
        Target target = this.targets.get(method);
        if (target == null) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        CompletableFuture<@Nullable Object> answer = this.calls.call(this.key, target.id(), args, target.reply(),
                target.timeout());
        return target.later() ? answer : await(answer);
    }

    private @Nullable Object ofObject(Object proxy, Method method, @Nullable Object[] args) {
        return switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> this.api.getSimpleName() + " of child '" + this.key + "'";
        };
    }

    /** The exception is made anew, so that it tells where the call came from. */
    private static @Nullable Object await(CompletableFuture<@Nullable Object> answer) {
        try {
            return answer.get();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a child's answer", ex);
        }
        catch (ExecutionException ex) {
            throw switch (ex.getCause()) {
                case ChildCallException call ->
                    new ChildCallException(call.key(), call.reason(), String.valueOf(call.getMessage()), call.thrown());
                case HubNotRunningException closed -> closed;
                case null, default -> new IllegalStateException(ex.getCause());
            };
        }
    }

}
