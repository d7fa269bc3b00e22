package io.processhub.autoconfigure;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/** Tells for which kinds of events an application context has listeners. */
final class EventListeners {

    private EventListeners() {
    }

    /** What only those hear who listen to everything. */
    private static final class Anything {

    }

    /**
     * Whether a context or one of its parents has a listener for a kind of event, or for
     * one that it belongs to; those who listen to any object do not count. To be asked
     * when all singletons are there, by the thread that refreshes the context.
     */
    static boolean exist(ApplicationContext context, Class<?> kind) {
        ApplicationContext parent = context.getParent();
        return (parent != null && exist(parent, kind)) || (context instanceof AbstractApplicationContext here
                && here.getApplicationListeners().stream().anyMatch((listener) -> hears(listener, kind)));
    }

    private static boolean hears(ApplicationListener<?> listener, Class<?> kind) {
        GenericApplicationListener generic = (listener instanceof GenericApplicationListener it) ? it
                : new GenericApplicationListenerAdapter(listener);
        return generic.supportsEventType(event(kind)) && !generic.supportsEventType(event(Anything.class));
    }

    private static ResolvableType event(Class<?> kind) {
        return ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, kind);
    }

}
