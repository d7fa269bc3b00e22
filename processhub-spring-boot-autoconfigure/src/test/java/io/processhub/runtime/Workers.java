package io.processhub.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import io.processhub.ChildProcess;
import io.processhub.ChildSpec;
import io.processhub.Json;
import org.jspecify.annotations.Nullable;

/**
 * Child types of a test, each a piece of code; knows which children run right now, and
 * how often each was built.
 */
final class Workers implements ChildTypes {

    private final Map<String, ChildProcess<@Nullable Object>> types = new TreeMap<>();

    private final Map<String, Supplier<ChildProcess<@Nullable Object>>> beans = new TreeMap<>();

    private final Map<String, CompletableFuture<?>> slow = new TreeMap<>();

    private final Map<ChildKey, ChildContext<?>> running = new ConcurrentHashMap<>();

    private final Map<ChildKey, Thread> threads = new ConcurrentHashMap<>();

    private final AtomicInteger destroyed = new AtomicInteger();

    private final AtomicInteger built = new AtomicInteger();

    Workers() {
        with("idle", (child) -> Thread.sleep(Long.MAX_VALUE));
    }

    Workers with(String type, ChildProcess<@Nullable Object> work) {
        this.types.put(type, work);
        return this;
    }

    /** A type whose beans can be called; they must run {@link #during}. */
    Workers withBean(String type, Supplier<ChildProcess<@Nullable Object>> beans) {
        this.beans.put(type, beans);
        return with(type, (child) -> {
        });
    }

    /** Counts a child as running while it does something. */
    void during(ChildContext<?> child, Work work) throws Exception {
        this.running.put(child.key(), child);
        this.threads.put(child.key(), Thread.currentThread());
        try {
            work.run();
        }
        finally {
            this.threads.remove(child.key());
            this.running.remove(child.key());
        }
    }

    /** Makes all children here fail that sleep. */
    void failAll() {
        this.threads.values().forEach(Thread::interrupt);
    }

    /** What a child does. */
    interface Work {

        void run() throws Exception;

    }

    /** A type whose beans take until the future is complete to be built. */
    Workers slowToBuild(String type, CompletableFuture<?> ready) {
        this.slow.put(type, ready);
        return with(type, (child) -> Thread.sleep(Long.MAX_VALUE));
    }

    Map<ChildKey, ChildContext<?>> running() {
        return Map.copyOf(this.running);
    }

    int built() {
        return this.built.get();
    }

    int destroyed() {
        return this.destroyed.get();
    }

    @Override
    public List<String> names() {
        return new ArrayList<>(this.types.keySet());
    }

    @Override
    public Json encode(ChildSpec spec) {
        if (!this.types.containsKey(spec.type())) {
            throw new UnknownTypeException(spec.type());
        }
        return Json.NULL;
    }

    @Override
    public Instance create(ChildSpec spec) throws Exception {
        ChildProcess<@Nullable Object> work = this.types.get(spec.type());
        if (work == null) {
            throw new UnknownTypeException(spec.type());
        }
        CompletableFuture<?> ready = this.slow.get(spec.type());
        if (ready != null) {
            ready.get();
        }
        this.built.incrementAndGet();
        Supplier<ChildProcess<@Nullable Object>> bean = this.beans.get(spec.type());
        return new Bean(work, (bean != null) ? bean.get() : null);
    }

    private final class Bean implements Instance, ChildProcess<@Nullable Object> {

        private final ChildProcess<@Nullable Object> work;

        private final @Nullable ChildProcess<@Nullable Object> bean;

        Bean(ChildProcess<@Nullable Object> work, @Nullable ChildProcess<@Nullable Object> bean) {
            this.work = work;
            this.bean = bean;
        }

        @Override
        public void run(ChildContext<@Nullable Object> child) throws Exception {
            during(child, () -> this.work.run(child));
        }

        @Override
        public ChildProcess<@Nullable Object> process() {
            return (this.bean != null) ? this.bean : this;
        }

        @Override
        public @Nullable Object args() {
            return null;
        }

        @Override
        public void destroy() {
            Workers.this.destroyed.incrementAndGet();
        }

    }

}
