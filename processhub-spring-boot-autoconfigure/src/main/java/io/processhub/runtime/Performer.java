package io.processhub.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildStartException;
import io.processhub.ProcessHubEvent;
import io.processhub.Quorum;
import io.processhub.coordination.Effect;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the effects of a coordinator, on the hub's loop, without blocking it. */
final class Performer {

    private static final Logger log = LoggerFactory.getLogger(Performer.class);

    private final String hubId;

    private final Cluster cluster;

    private final RegistryMap map;

    private final RegistryView view;

    private final Outcomes outcomes;

    private final Supervisor supervisor;

    private final ForgottenStates forgotten;

    private final Consumer<Signal> signals;

    Performer(String hubId, Cluster cluster, RegistryMap map, RegistryView view, Outcomes outcomes,
            Supervisor supervisor, ForgottenStates forgotten, Consumer<Signal> signals) {
        this.hubId = hubId;
        this.cluster = cluster;
        this.map = map;
        this.view = view;
        this.outcomes = outcomes;
        this.supervisor = supervisor;
        this.forgotten = forgotten;
        this.signals = signals;
    }

    /** Carries out effects in their order, and says in one line what would be many. */
    void performAll(List<Effect> effects) {
        tellStarts(effects);
        effects.forEach(this::perform);
        long takenOver = effects.stream()
            .filter((effect) -> effect instanceof Effect.Tell tell
                    && tell.event() instanceof ProcessHubEvent.ChildTakenOver)
            .count();
        if (takenOver > 0) {
            log.info("hub {}: took over {} children of members that are gone", this.hubId, takenOver);
        }
    }

    private void tellStarts(List<Effect> effects) {
        List<ChildKey> starting = effects.stream()
            .filter(Effect.StartChild.class::isInstance)
            .map((effect) -> ((Effect.StartChild) effect).spec().key())
            .toList();
        if (!starting.isEmpty()) {
            tell(new ProcessHubEvent.ChildrenStarting(starting));
        }
    }

    private void tell(ProcessHubEvent event) {
        switch (event) {
            case ProcessHubEvent.MemberJoined joined ->
                log.info("hub {}: member {} joined", this.hubId, joined.member().id());
            case ProcessHubEvent.MemberLeft left -> log.info("hub {}: member {} left", this.hubId, left.member().id());
            case ProcessHubEvent.ChildParked parked ->
                log.warn("hub {}: child {} stays down, {}", this.hubId, parked.key(), parked.error());
            case ProcessHubEvent.QuorumLost lost ->
                log.warn("hub {}: no quorum, {}; children stop here until the network works again", this.hubId,
                        new Quorum(false, lost.visible(), lost.required()).lack());
            case ProcessHubEvent.QuorumRegained regained ->
                log.info("hub {}: quorum, {} voting members are visible, {} are required", this.hubId,
                        regained.visible(), regained.required());
            case ProcessHubEvent.RedistributionEnded ended -> tell(ended);
            case ProcessHubEvent.RedistributionStarted _, ProcessHubEvent.ChildRestarted _,
                    ProcessHubEvent.ChildStuck _, ProcessHubEvent.DuplicateResolved _, ProcessHubEvent.ChildTakenOver _,
                    ProcessHubEvent.ScoreboardUpdated _, ProcessHubEvent.RegistryInserted _,
                    ProcessHubEvent.RegistryRemoved _, ProcessHubEvent.ChildrenStarting _,
                    ProcessHubEvent.ChildStarted _, ProcessHubEvent.StartsForwarded _,
                    ProcessHubEvent.ChildrenMigrated _, ProcessHubEvent.MigrationDeferred _,
                    ProcessHubEvent.HandoverDelivered _, ProcessHubEvent.DrainCompleted _,
                    ProcessHubEvent.HubStopping _, ProcessHubEvent.ChildMoved _ ->
                {
                }
        }
        this.outcomes.events().accept(event);
    }

    private void tell(ProcessHubEvent.RedistributionEnded ended) {
        if (!ended.complete()) {
            log.warn(
                    "hub {}: {} s after members have come or gone some children are still not where they belong; health and the endpoint say which, and why",
                    this.hubId, ended.duration().toSeconds());
        }
    }

    private void answer(Effect.CompleteStart start) {
        boolean unexpected = start.result()
            .errors()
            .stream()
            .anyMatch((error) -> !(error instanceof ChildError.AlreadyExists));
        if (unexpected) {
            log.warn("hub {}: {}", this.hubId, new ChildStartException(start.result()).getMessage());
        }
        this.outcomes.starts().complete(start.request(), start.result());
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.CallMap call -> call(call);
            case Effect.ScanMap scan -> scan(scan);
            case Effect.Send send -> this.cluster.send(send.node(), send.message());
            case Effect.PrepareChild prepare -> this.supervisor.prepare(prepare);
            case Effect.DiscardPrepared discard -> this.supervisor.discard(discard.key());
            case Effect.StartChild start -> this.supervisor.start(start);
            case Effect.FreezeChild freeze -> this.supervisor.freeze(freeze);
            case Effect.OfferState offer -> this.supervisor.offerState(offer);
            case Effect.StopChild stop -> this.supervisor.stop(stop);
            case Effect.ChangeClaim change -> this.supervisor.follow(change);
            case Effect.Renewed renewed -> this.supervisor.renewed(renewed.until());
            case Effect.Limit limit -> this.supervisor.limit(limit);
            case Effect.CompleteStart start -> answer(start);
            case Effect.CompleteStop stop -> this.outcomes.stops().complete(stop.request(), stop.result());
            case Effect.CompleteMove move ->
                this.outcomes.moves().complete(move.request(), Optional.ofNullable(move.failure()));
            case Effect.Note note -> log.info("hub {}: {}", this.hubId, note.what());
            case Effect.Report report -> log.error("hub: {}; it goes on", report.what(), report.failure());
            case Effect.Tell tell -> tell(tell.event());
            case Effect.GoOn _ -> this.signals.accept(new Signal.Tick());
            case Effect.Drained _ -> {
                tell(new ProcessHubEvent.DrainCompleted());
                this.outcomes.drained().run();
            }
        }
    }

    private void call(Effect.CallMap call) {
        this.map.apply(call.commands())
            .whenComplete((@Nullable List<@Nullable ChildRecord> rows, @Nullable Throwable failure) -> {
                if (failure instanceof RefusedRowsException refused) {
                    log.warn("registry map: {} of {} commands not carried out: {}", refused.reasons().size(),
                            call.commands().size(), refused.getMessage());
                    this.signals.accept(new Signal.MapRefused(call.call(), refused.rows(), refused.reasons()));
                }
                else if (rows == null) {
                    log.warn("registry map: {} commands without an answer; they are tried again: {}",
                            call.commands().size(), String.valueOf(failure));
                    this.signals.accept(new Signal.MapFailed(call.call(), String.valueOf(failure)));
                }
                else {
                    this.forgotten.look(call.commands(), rows);
                    this.signals.accept(new Signal.MapAnswered(call.call(), rows));
                }
            });
    }

    private void scan(Effect.ScanMap scan) {
        this.map.scan(this.view, scan.expiredBefore(), scan.others()).whenComplete((scanned, failure) -> {
            if (scanned != null) {
                this.signals.accept(scanned);
            }
            else {
                log.debug("registry map: could not be compared; done again later: {}", String.valueOf(failure));
            }
        });
    }

}
