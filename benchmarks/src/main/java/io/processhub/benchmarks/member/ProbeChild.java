package io.processhub.benchmarks.member;

import java.util.concurrent.CompletableFuture;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.HubProcess;
import org.jspecify.annotations.Nullable;

/** Child that shows its context to whoever measures it. One per JVM. */
@HubProcess("probe")
public final class ProbeChild implements ChildProcess<@Nullable Object> {

    private static final CompletableFuture<ChildContext<@Nullable Object>> CONTEXT = new CompletableFuture<>();

    /** What the child knows of itself, once it runs. */
    public static CompletableFuture<ChildContext<@Nullable Object>> context() {
        return CONTEXT;
    }

    @Override
    public void run(ChildContext<@Nullable Object> child) throws InterruptedException {
        CONTEXT.complete(child);
        Thread.sleep(Long.MAX_VALUE);
    }

}
