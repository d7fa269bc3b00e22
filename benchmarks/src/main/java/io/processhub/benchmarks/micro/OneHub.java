package io.processhub.benchmarks.micro;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.ProcessHubOperations;
import io.processhub.benchmarks.member.MemberApplication;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A hub of one member, with 10,000 children that do nothing; ten of them have a tag. */
@State(Scope.Benchmark)
public class OneHub {

    static final int CHILDREN = 10_000;

    private static final long LOOK_NANOS = 10_000_000;

    private @Nullable ConfigurableApplicationContext context;

    private @Nullable ProcessHubOperations hub;

    @Setup
    public void start() {
        start("divergence");
    }

    void start(String strategy) {
        ConfigurableApplicationContext started = SpringApplication.run(MemberApplication.class,
                "--spring.application.name=micro", "--processhub.cluster.join.mode=single",
                "--processhub.cluster.port=24901", "--processhub.partition-tolerance.strategy=" + strategy,
                "--spring.main.banner-mode=off", "--logging.level.root=warn");
        this.context = started;
        this.hub = started.getBean(ProcessHubOperations.class);
        List<ChildSpec> specs = IntStream.range(0, CHILDREN).mapToObj(OneHub::spec).toList();
        while (hub().isPartitioned()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        hub().startAll(specs).join().orThrow();
    }

    private static ChildSpec spec(int number) {
        ChildSpec spec = ChildSpec.of("c" + number, "idle", null);
        return (number % 1000 == 0) ? spec.tag("ten") : spec;
    }

    @TearDown
    public void stop() {
        if (this.context != null) {
            this.context.close();
        }
    }

    ProcessHubOperations hub() {
        return Objects.requireNonNull(this.hub, "not started");
    }

}
