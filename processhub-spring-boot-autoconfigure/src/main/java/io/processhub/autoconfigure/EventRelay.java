package io.processhub.autoconfigure;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.processhub.ProcessHubEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens in the hub as Spring application events: in order, on a thread
 * of its own, so that a listener that is slow or throws harms nobody but the listeners
 * after it.
 */
final class EventRelay implements Consumer<ProcessHubEvent>, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(EventRelay.class);

    private static final long LAST_EVENTS_SECONDS = 1;

    private final ApplicationEventPublisher publisher;

    private final ExecutorService executor = Executors
        .newSingleThreadExecutor(Thread.ofVirtual().name("processhub-events").factory());

    private boolean failed;

    EventRelay(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void accept(ProcessHubEvent event) {
        try {
            this.executor.execute(() -> publish(event));
        }
        catch (RejectedExecutionException ex) {
            log.debug("the application is gone; not published: {}", event);
        }
    }

    private void publish(ProcessHubEvent event) {
        try {
            this.publisher.publishEvent(event);
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
