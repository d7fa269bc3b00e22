package io.processhub.runtime;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beans that are built ahead, for children that are about to come here. Each is built on
 * a virtual thread of its own, and either given to the child when it starts or destroyed.
 * Safe for many threads; only {@link #take} waits.
 */
final class Preparations {

    private static final Logger log = LoggerFactory.getLogger(Preparations.class);

    private final ChildTypes types;

    private final Consumer<Signal> signals;

    private final Map<ChildKey, Preparation> preparations = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /**
     * Nothing prepared yet.
     * @param signals hears when a bean is built, or why it cannot be
     */
    Preparations(ChildTypes types, Consumer<Signal> signals) {
        this.types = types;
        this.signals = signals;
    }

    private record Preparation(ChildSpec spec, CompletableFuture<PreparedBean> bean) {
    }

    /**
     * A bean that was built ahead.
     *
     * @param spec as customizers have made it
     */
    record PreparedBean(ChildSpec spec, ChildTypes.Instance instance) {
    }

    /** Builds a bean ahead. One that was built for the child before is destroyed. */
    void prepare(ChildSpec spec) {
        Preparation preparation = new Preparation(spec, new CompletableFuture<>());
        discard(this.preparations.put(spec.key(), preparation));
        Thread.ofVirtual().name("processhub-prepare-" + spec.key()).start(() -> build(preparation));
        if (this.closed) {
            close();
        }
    }

    private void build(Preparation preparation) {
        ChildKey key = preparation.spec().key();
        try {
            ChildSpec customized = this.types.customize(preparation.spec());
            ChildTypes.Instance instance = this.types.create(customized);
            // the first look at a class takes long, and the child is not away yet
            ChildMethods.of(instance.process());
            preparation.bean().complete(new PreparedBean(customized, instance));
            this.signals.accept(new Signal.ChildPrepared(key, null));
        }
        catch (Throwable ex) {
            this.preparations.remove(key, preparation);
            preparation.bean().completeExceptionally(ex);
            log.warn("child {} cannot come here: its bean could not be built", key, ex);
            this.signals.accept(new Signal.ChildPrepared(key, FailureText.withRoot(ex)));
        }
    }

    /**
     * Takes the bean that was prepared for a child; null if there is none, or it was
     * built for other arguments. Waits for one that is being built.
     * @throws InterruptedException if the child has to stop; the bean is destroyed
     */
    @Nullable PreparedBean take(ChildSpec spec) throws InterruptedException {
        Preparation preparation = this.preparations.remove(spec.key());
        if (preparation == null || !preparation.spec().equals(spec)) {
            discard(preparation);
            return null;
        }
        try {
            return preparation.bean().get();
        }
        catch (InterruptedException ex) {
            discard(preparation);
            throw ex;
        }
        catch (ExecutionException ex) {
            return null;
        }
    }

    /** The child does not come. */
    void discard(ChildKey key) {
        discard(this.preparations.remove(key));
    }

    private static void discard(@Nullable Preparation preparation) {
        if (preparation != null) {
            preparation.bean()
                .thenAccept((bean) -> Thread.ofVirtual()
                    .name("processhub-discard-" + preparation.spec().key())
                    .start(() -> destroy(preparation.spec().key(), bean.instance())));
        }
    }

    /** Calls the destroy callbacks of a bean, and survives them. */
    static void destroy(ChildKey key, ChildTypes.Instance instance) {
        try {
            instance.destroy();
        }
        catch (RuntimeException | Error ex) {
            log.warn("child {}: its bean could not be destroyed properly", key, ex);
        }
    }

    /** No child comes any more. */
    void close() {
        this.closed = true;
        this.preparations.keySet().forEach(this::discard);
    }

}
