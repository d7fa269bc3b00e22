package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.processhub.Hook;
import io.processhub.HookRegistry;
import io.processhub.ProcessHubEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells hooks of events, in the order of their priorities, on a thread of its own. A hook
 * that is slow delays the others once, by the time limit at most.
 */
public final class Hooks implements HookRegistry, Audience, AutoCloseable {

    /** How long a hook may take before the others go on without it. */
    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Hooks.class);

    private static final long LAST_EVENTS_SECONDS = 1;

    private final Duration limit;

    private final ExecutorService executor = Executors
        .newSingleThreadExecutor(Thread.ofVirtual().name("processhub-hooks").factory());

    private volatile List<HookLine<?>> lines = List.of();

    public Hooks(Duration limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void register(Hook<?> hook) {
        if (find(hook.id()) != null) {
            throw new IllegalArgumentException("hook id: '" + hook.id() + "' (expected: another one, it is in use)");
        }
        List<HookLine<?>> more = new ArrayList<>(this.lines);
        more.add(new HookLine<>(hook, this.limit));
        more.sort(Comparator.comparingInt((HookLine<?> line) -> line.hook().priority()).reversed());
        this.lines = List.copyOf(more);
    }

    private @Nullable HookLine<?> find(String id) {
        return this.lines.stream().filter((line) -> line.hook().id().equals(id)).findFirst().orElse(null);
    }

    @Override
    public synchronized boolean cancel(String id) {
        HookLine<?> line = find(id);
        if (line == null) {
            return false;
        }
        this.lines = this.lines.stream().filter((other) -> other != line).toList();
        line.cancel();
        return true;
    }

    @Override
    public List<Hook<?>> hooks() {
        return List.copyOf(this.lines.stream().map(HookLine::hook).toList());
    }

    @Override
    public long failures(String id) {
        HookLine<?> line = find(id);
        return (line == null) ? 0 : line.failures();
    }

    @Override
    public boolean wants(Class<? extends ProcessHubEvent> kind) {
        for (HookLine<?> line : this.lines) {
            if (line.hook().event().isAssignableFrom(kind)) {
                return true;
            }
        }
        return false;
    }

    /** Takes an event; returns at once. */
    @Override
    public void accept(ProcessHubEvent event) {
        if (!wants(event.getClass())) {
            return;
        }
        try {
            this.executor.execute(() -> tell(event));
        }
        catch (RejectedExecutionException ex) {
            log.debug("the hub is gone; no hook hears of {}", event);
        }
    }

    private void tell(ProcessHubEvent event) {
        try {
            for (HookLine<?> line : this.lines) {
                line.tell(event);
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a moment for hooks to hear of the end of the hub. */
    @Override
    public void close() {
        this.executor.shutdown();
        try {
            if (this.executor.awaitTermination(LAST_EVENTS_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        this.executor.shutdownNow();
    }

}
