package io.processhub.hazelcast;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import io.processhub.ChildSpec;
import io.processhub.Json;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.RegistryCommand;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a claim costs as bytes: one of a thousand in a batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClaimBatchBenchmark {

    private static final int CLAIMS = 1000;

    private final SerializationService serialization = new DefaultSerializationServiceBuilder()
        .addDataSerializableFactory(WireType.FACTORY_ID, WireType.FACTORY)
        .build();

    private final ApplyCommands batch = new ApplyCommands(
            IntStream.range(0, CLAIMS).mapToObj(ClaimBatchBenchmark::claim).toList());

    private final Data written = this.serialization.toData(this.batch);

    private static RegistryCommand claim(int number) {
        return new RegistryCommand.Create(ChildSpec.of("c" + number, "idle", Json.NULL), 1,
                new MemberId("127.0.0.1:5701#00000001"), Role.ACTIVE, 1);
    }

    @Benchmark
    @OperationsPerInvocation(CLAIMS)
    public Data write() {
        return this.serialization.toData(this.batch);
    }

    @Benchmark
    @OperationsPerInvocation(CLAIMS)
    public Object read() {
        return Objects.requireNonNull(this.serialization.<Object>toObject(this.written));
    }

}
