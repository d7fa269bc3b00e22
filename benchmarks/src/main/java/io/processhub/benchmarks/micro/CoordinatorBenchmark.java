package io.processhub.benchmarks.micro;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Json;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.RestartPolicy;
import io.processhub.coordination.Effect;
import io.processhub.coordination.HubCoordinator;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.LeaseSettings;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;
import io.processhub.partition.Divergence;
import io.processhub.redundancy.Singularity;
import io.processhub.restart.ExitReason;
import io.processhub.synchronization.PubSub;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the decisions of a member cost, with everything it asks for done at once: a child
 * is started and runs, is stopped and ends.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CoordinatorBenchmark {

    private static final int CHILDREN = 1000;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Member self = new Member(new MemberId("a#1"), "node-a", "a");

    private final HubCoordinator coordinator = new HubCoordinator(
            new HubSettings("hub", new ConsistentHashing(), new Singularity(), new ColdSwap(), new PubSub(),
                    new Divergence(), LeaseSettings.DEFAULT, RestartPolicy.DEFAULT),
            this.self, new RegistryView());

    private final Map<ChildKey, ChildRecord> map = new HashMap<>();

    private final Deque<Signal> signals = new ArrayDeque<>();

    private final List<ChildSpec> specs = IntStream.range(0, CHILDREN)
        .mapToObj((i) -> ChildSpec.of("c" + i, "idle", Json.NULL))
        .toList();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private long requests;

    @Setup
    public void join() {
        this.signals.add(new Signal.NodesChanged("node-a", List.of("node-a")));
        play();
    }

    /** The cost of one child, of a thousand in one call. */
    @Benchmark
    @OperationsPerInvocation(CHILDREN)
    public int startAndStop() {
        this.signals.add(new Signal.Start(++this.requests, this.specs, List.of(), true, TIMEOUT));
        int heard = play();
        this.signals.add(new Signal.Stop(++this.requests, this.specs.stream().map(ChildSpec::key).toList(), TIMEOUT));
        return heard + play();
    }

    private int play() {
        int heard = 0;
        while (!this.signals.isEmpty()) {
            List<Signal> together = new ArrayList<>(this.signals);
            this.signals.clear();
            heard += together.size();
            this.now = this.now.plusMillis(1);
            this.coordinator.on(together, this.now).forEach(this::perform);
        }
        return heard;
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.CallMap call -> this.signals.add(new Signal.MapAnswered(call.call(), apply(call.commands())));
            case Effect.Send send -> this.signals.add(new Signal.Received(send.message()));
            case Effect.StartChild start -> this.signals
                .add(new Signal.ChildUp(start.spec().key(), start.claim().epoch(), start.claim().incarnation()));
            case Effect.StopChild stop -> this.signals
                .add(new Signal.ChildExited(stop.key(), stop.epoch(), stop.incarnation(), new ExitReason.Stopped()));
            case Effect.FreezeChild freeze -> this.signals.add(new Signal.ChildExited(freeze.key(), freeze.epoch(),
                    freeze.incarnation(), new ExitReason.Stopped()));
            case Effect.PrepareChild prepare -> this.signals.add(new Signal.ChildPrepared(prepare.spec().key(), null));
            case Effect.GoOn _ -> this.signals.add(new Signal.Tick());
            case Effect.ScanMap _, Effect.Renewed _, Effect.Limit _, Effect.CompleteStart _, Effect.CompleteStop _,
                    Effect.CompleteMove _, Effect.Report _, Effect.Note _, Effect.Tell _, Effect.Drained _,
                    Effect.DiscardPrepared _, Effect.ChangeClaim _, Effect.OfferState _ ->
                {
                }
        }
    }

    private List<@Nullable ChildRecord> apply(List<RegistryCommand> commands) {
        List<@Nullable ChildRecord> rows = new ArrayList<>(commands.size());
        for (RegistryCommand command : commands) {
            ChildRecord row = command.apply(this.map.get(command.key()));
            if (row == null) {
                this.map.remove(command.key());
            }
            else {
                this.map.put(command.key(), row);
            }
            rows.add(row);
        }
        return rows;
    }

}
