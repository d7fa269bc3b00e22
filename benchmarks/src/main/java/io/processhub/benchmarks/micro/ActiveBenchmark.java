package io.processhub.benchmarks.micro;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.processhub.ChildContext;
import io.processhub.ChildSpec;
import io.processhub.benchmarks.member.ProbeChild;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a child pays for asking whether it may go on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ActiveBenchmark {

    @Param({ "divergence", "majority-quorum" })
    private String strategy = "divergence";

    private final OneHub one = new OneHub();

    private @Nullable ChildContext<@Nullable Object> child;

    @Setup
    public void start() {
        this.one.start(this.strategy);
        this.one.hub().start(ChildSpec.of("probe", "probe", null)).join().orThrow();
        this.child = ProbeChild.context().join();
    }

    @TearDown
    public void stop() {
        this.one.stop();
    }

    @Benchmark
    public boolean isActive() {
        return Objects.requireNonNull(this.child).isActive();
    }

}
