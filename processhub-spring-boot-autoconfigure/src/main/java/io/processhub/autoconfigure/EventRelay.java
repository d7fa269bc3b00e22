package io.processhub.autoconfigure;

import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.processhub.ProcessHubEvent;
import io.processhub.runtime.Audience;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;

/**
 * Publishes what happens in the hub as Spring application events: in order, on a thread
 * of its own, so that a listener that is slow or throws harms nobody but the listeners
 * after it. Changes of the registry are told only if the context has a listener for them
 * when it starts.
 */
final class EventRelay implements Audience, SmartInitializingSingleton, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(EventRelay.class);

    private static final long LAST_EVENTS_SECONDS = 1;

    /** Come with every change of every child. */
    private static final Set<Class<? extends ProcessHubEvent>> NUMEROUS = Set.of(ProcessHubEvent.RegistryInserted.class,
            ProcessHubEvent.RegistryRemoved.class, ProcessHubEvent.ChildMoved.class);

    private final ApplicationContext context;

    private final @Nullable String hubId;

    private final ExecutorService executor = Executors
        .newSingleThreadExecutor(Thread.ofVirtual().name("processhub-events").factory());

    private volatile Set<Class<? extends ProcessHubEvent>> unwanted = Set.of();

    private boolean failed;

    /** Relay of an only hub. */
    EventRelay(ApplicationContext context) {
        this(context, null);
    }

    /**
     * Relay of one of several hubs.
     * @param hubId source of its events; null for the application context
     */
    EventRelay(ApplicationContext context, @Nullable String hubId) {
        this.context = context;
        this.hubId = hubId;
    }

    @Override
    public void afterSingletonsInstantiated() {
        this.unwanted = NUMEROUS.stream()
            .filter((kind) -> !EventListeners.exist(this.context, kind))
            .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean wants(Class<? extends ProcessHubEvent> kind) {
        return !this.unwanted.contains(kind);
    }

    @Override
    public void accept(ProcessHubEvent event) {
        if (!wants(event.getClass())) {
            return;
        }
        try {
            this.executor.execute(() -> publish(event));
        }
        catch (RejectedExecutionException ex) {
            log.debug("the application is gone; not published: {}", event);
        }
    }

    private void publish(ProcessHubEvent event) {
        try {
            this.context.publishEvent((this.hubId == null) ? event : new PayloadApplicationEvent<>(this.hubId, event));
        }
        catch (Exception | LinkageError ex) {
            warn(event, ex);
        }
    }

    /**
     * Where it happened is told once: a listener that fails mostly fails for each of many
     * children.
     */
    private void warn(ProcessHubEvent event, Throwable failure) {
        if (this.failed) {
            log.warn("a listener failed to handle {}: {}", event, failure.toString());
            return;
        }
        this.failed = true;
        log.warn("a listener failed to handle {}; the hub goes on", event, failure);
    }

    @Override
    public void destroy() throws InterruptedException {
        this.executor.shutdown();
        if (!this.executor.awaitTermination(LAST_EVENTS_SECONDS, TimeUnit.SECONDS)) {
            this.executor.shutdownNow();
        }
    }

}
