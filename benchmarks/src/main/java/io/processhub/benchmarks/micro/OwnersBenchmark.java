package io.processhub.benchmarks.micro;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.distribution.ConsistentHashing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to name the owners of children. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OwnersBenchmark {

    @Param({ "1", "10000" })
    private int keys;

    @Param({ "3", "10", "100" })
    private int members;

    private final ConsistentHashing hashing = new ConsistentHashing();

    private List<ChildSpec> specs = List.of();

    private List<Member> here = List.of();

    @Setup
    public void prepare() {
        this.specs = IntStream.range(0, this.keys).mapToObj((i) -> ChildSpec.of("c" + i, "idle", null)).toList();
        this.here = IntStream.range(0, this.members)
            .mapToObj((i) -> new Member(new MemberId("10.0.0." + i + ":5701#1"), "node-" + i, "member-" + i))
            .toList();
    }

    /** Among members that were asked for before. */
    @Benchmark
    public Map<ChildKey, List<Member>> owners() {
        return this.hashing.owners(this.specs, this.here, 1);
    }

    /** After a member has come or gone: with a new ring. */
    @Benchmark
    public Map<ChildKey, List<Member>> ownersAmongNewMembers() {
        return new ConsistentHashing().owners(this.specs, this.here, 1);
    }

}
