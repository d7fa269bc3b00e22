package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildMoveException;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopResult;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;

/**
 * What applications ask of a hub: looked at here, decided by its loop. May be used from
 * any thread.
 */
final class Requests {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Gate gate;

    private final ChildTypes types;

    private final RegistryView view;

    private final Consumer<Signal> loop;

    private final Answers<StartResult> starts;

    private final Answers<StopResult> stops;

    private final Answers<Optional<String>> moves;

    /**
     * Nothing is asked yet.
     * @param executor runs what callers do with their results
     */
    Requests(Gate gate, ChildTypes types, RegistryView view, Executor executor, Consumer<Signal> loop) {
        this.gate = gate;
        this.types = types;
        this.view = view;
        this.loop = loop;
        this.starts = new Answers<>(executor);
        this.stops = new Answers<>(executor);
        this.moves = new Answers<>(executor);
    }

    /** Callers that wait for a start. */
    Answers<StartResult> starts() {
        return this.starts;
    }

    /** Callers that wait for a stop. */
    Answers<StopResult> stops() {
        return this.stops;
    }

    /** Callers that wait for a move. */
    Answers<Optional<String>> moves() {
        return this.moves;
    }

    void failAll(RuntimeException reason) {
        this.starts.failAll(reason);
        this.stops.failAll(reason);
        this.moves.failAll(reason);
    }

    CompletableFuture<StartResult> start(List<ChildSpec> specs, List<ChildError> errors, StartOptions options) {
        this.gate.requireRequests();
        List<ChildError> found = new ArrayList<>(errors);
        List<ChildSpec> encoded = new ArrayList<>(specs.size());
        for (ChildSpec spec : specs) {
            encode(spec, encoded, found);
        }
        var call = this.starts.begin();
        this.loop.accept(new Signal.Start(call.number(), encoded, found, options.checkExisting(), options.timeout()));
        return (options.onFailure() == StartOptions.OnFailure.ROLLBACK) ? call.future().thenCompose(this::rollBack)
                : call.future();
    }

    private void encode(ChildSpec spec, List<ChildSpec> encoded, List<ChildError> errors) {
        try {
            encoded.add(spec.args(this.types.encode(spec)));
        }
        catch (ChildTypes.UnknownTypeException ex) {
            errors.add(new ChildError.UnknownType(spec.key(), spec.type(), this.types.names()));
        }
        catch (ChildTypes.InvalidArgsException ex) {
            errors.add(new ChildError.InvalidArgs(spec.key(), String.valueOf(ex.getMessage())));
        }
    }

    private CompletableFuture<StartResult> rollBack(StartResult result) {
        if (result.isOk() || result.started().isEmpty()) {
            return CompletableFuture.completedFuture(result);
        }
        return stop(List.copyOf(result.ids()))
            .thenApply((stopped) -> new StartResult(result.started(), result.errors(), true));
    }

    CompletableFuture<StopResult> stop(List<ChildKey> keys) {
        this.gate.requireRequests();
        var call = this.stops.begin();
        this.loop.accept(new Signal.Stop(call.number(), keys, STOP_TIMEOUT));
        return call.future();
    }

    CompletableFuture<Void> move(ChildKey key, MemberId target) {
        this.gate.requireRequests();
        var call = this.moves.begin();
        this.loop.accept(new Signal.Move(call.number(), key, target));
        return call.future().thenAccept((failure) -> failure.ifPresent((reason) -> {
            throw new ChildMoveException(key, reason);
        }));
    }

    /** Of several holders, one where the child is parked. */
    void restart(ChildKey key) {
        this.gate.requireRequests();
        Claim claim = this.view.find(key)
            .flatMap((row) -> row.claims()
                .stream()
                .min(Comparator.comparing((Claim held) -> held.state() != Claim.State.FAILED)
                    .thenComparing(Claim::role)))
            .orElseThrow(() -> new IllegalArgumentException(
                    "id: " + key + " (expected: the name of a child that a member holds)"));
        this.loop.accept(new Signal.Restart(key, claim.member(), claim.epoch()));
    }

    void resetClusterSize(int members) {
        this.gate.requireOpen();
        this.loop.accept(new Signal.ResetClusterSize(members));
    }

}
