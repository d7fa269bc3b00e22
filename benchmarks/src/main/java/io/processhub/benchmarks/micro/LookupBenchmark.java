package io.processhub.benchmarks.micro;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a lookup costs beside that in a map with the same keys. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBenchmark {

    private final ConcurrentHashMap<String, Integer> map = new ConcurrentHashMap<>();

    private final List<String> present = names("c");

    private final List<String> absent = names("absent");

    private int next;

    private static List<String> names(String prefix) {
        return IntStream.range(0, OneHub.CHILDREN).mapToObj((i) -> prefix + i).toList();
    }

    @Setup
    public void fill() {
        this.present.forEach((name) -> this.map.put(name, name.length()));
    }

    /** Names in turn, so that not one place of memory is always at hand. */
    private String next(List<String> names) {
        this.next = (this.next + 1) % OneHub.CHILDREN;
        return names.get(this.next);
    }

    @Benchmark
    public @Nullable Integer concurrentHashMapHit() {
        return this.map.get(next(this.present));
    }

    @Benchmark
    public @Nullable Integer concurrentHashMapMiss() {
        return this.map.get(next(this.absent));
    }

    @Benchmark
    public Optional<ChildRecord> findHit(OneHub one) {
        return one.hub().find(next(this.present));
    }

    @Benchmark
    public Optional<ChildRecord> findMiss(OneHub one) {
        return one.hub().find(next(this.absent));
    }

    @Benchmark
    public List<ChildRecord> withTagOfTen(OneHub one) {
        return one.hub().withTag("ten");
    }

}
