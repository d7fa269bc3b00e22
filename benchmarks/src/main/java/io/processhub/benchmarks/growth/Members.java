package io.processhub.benchmarks.growth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.ProcessHubOperations;
import io.processhub.StartOptions;
import io.processhub.benchmarks.member.MemberApplication;
import io.processhub.benchmarks.report.Cpu;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Members of one hub that share this JVM, each an application of its own. */
final class Members implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int STOPPED_AT_ONCE = 10_000;

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    private final List<ProcessHubOperations> hubs = new ArrayList<>();

    /**
     * Nanoseconds from the call until its answer, and until every member knew; and of
     * processor time.
     */
    record Times(long answered, long registered, long startCpu, long stopped, long stopCpu) {
    }

    Members(int count, int port) {
        for (int i = 0; i < count; i++) {
            ConfigurableApplicationContext context = SpringApplication.run(MemberApplication.class,
                    "--spring.application.name=growth-" + ProcessHandle.current().pid(), "--spring.jmx.enabled=false",
                    "--spring.main.banner-mode=off", "--processhub.cluster.port=" + port, "--logging.level.root=warn");
            this.contexts.add(context);
            this.hubs.add(context.getBean(ProcessHubOperations.class));
        }
        await(() -> this.hubs.stream().allMatch((hub) -> hub.members().size() == count));
    }

    /** Starts children in one call, waits until every member knows, and stops them. */
    Times startAndStop(int children) {
        List<String> ids = IntStream.range(0, children).mapToObj((i) -> "c" + i).toList();
        List<ChildSpec> specs = ids.stream().map((id) -> ChildSpec.of(id, "idle", null)).toList();
        long cpu = Cpu.used();
        long began = System.nanoTime();
        this.hubs.getFirst().startAll(specs, StartOptions.defaults().timeout(PATIENCE)).join().orThrow();
        long answered = System.nanoTime() - began;
        this.hubs.forEach((hub) -> awaitEach(ids, (id) -> isRunning(hub, id)));
        long registered = System.nanoTime() - began;
        long startCpu = Cpu.used() - cpu;
        began = System.nanoTime();
        stopAll(ids);
        long stopped = System.nanoTime() - began;
        this.hubs.forEach((hub) -> awaitEach(ids, (id) -> hub.find(id).isEmpty()));
        return new Times(answered, registered, startCpu, stopped, Cpu.used() - cpu - startCpu);
    }

    /** In calls of a size that ends within the time that a stop has. */
    private void stopAll(List<String> ids) {
        for (int from = 0; from < ids.size(); from += STOPPED_AT_ONCE) {
            this.hubs.getFirst()
                .stopAll(ids.subList(from, Math.min(ids.size(), from + STOPPED_AT_ONCE)))
                .join()
                .orThrow();
        }
    }

    private static boolean isRunning(ProcessHubOperations hub, String id) {
        return hub.find(id)
            .flatMap((row) -> row.active())
            .filter((claim) -> claim.state() == Claim.State.RUNNING)
            .isPresent();
    }

    private static void awaitEach(List<String> ids, Predicate<String> condition) {
        ids.forEach((id) -> await(() -> condition.test(id)));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("not so after " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    @Override
    public void close() {
        this.contexts.reversed().forEach(ConfigurableApplicationContext::close);
    }

}
