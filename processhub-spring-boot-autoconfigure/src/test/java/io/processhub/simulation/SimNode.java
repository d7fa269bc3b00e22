package io.processhub.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import io.processhub.Quorum;
import io.processhub.Role;
import io.processhub.coordination.Effect;
import io.processhub.coordination.HubCoordinator;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.Message;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import io.processhub.restart.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * One member: a real coordinator with its view, and what the simulation does in place of
 * the runtime.
 */
final class SimNode {

    private final Simulation simulation;

    private final Scheduler scheduler;

    private final SimClock clock;

    private final String name;

    private final String place;

    private String address;

    private Side side;

    private final RegistryView view = new RegistryView();

    private final HubCoordinator coordinator;

    private final Member self;

    private final Map<ChildKey, SimChild> children = new TreeMap<>();

    private final Deque<Signal> held = new ArrayDeque<>();

    private boolean alive = true;

    private boolean paused;

    private boolean withoutHub;

    private boolean leaving;

    private long changes;

    private Instant nextTick = Instant.MAX;

    private final Map<ChildKey, Instant> limits = new TreeMap<>();

    private Instant leaseEnd = Instant.MIN;

    private final List<String> movesAnswered = new ArrayList<>();

    /**
     * @param place where it listens; a member that was restarted listens there again
     */
    SimNode(Simulation simulation, Side side, String name, String place, HubSettings settings) {
        this.simulation = simulation;
        this.scheduler = simulation.scheduler();
        this.clock = simulation.newClock();
        this.side = side;
        this.name = name;
        this.place = place;
        this.address = name;
        this.self = new Member(new MemberId(name), "", place);
        this.coordinator = new HubCoordinator(settings, this.self, this.view);
    }

    /** Where messages to it go; another one after each merge. */
    String address() {
        return this.address;
    }

    Side side() {
        return this.side;
    }

    void joins(Side side, String address) {
        this.side = side;
        this.address = address;
    }

    String name() {
        return this.name;
    }

    String place() {
        return this.place;
    }

    MemberId id() {
        return this.self.id();
    }

    /** No hub runs here, and none will: the node has a part of the map, no more. */
    void dismissHub() {
        this.withoutHub = true;
    }

    boolean isWithoutHub() {
        return this.withoutHub;
    }

    /** Changes whenever children start or end here. */
    long changes() {
        return this.changes;
    }

    boolean isAlive() {
        return this.alive;
    }

    RegistryView view() {
        return this.view;
    }

    List<Member> members() {
        return this.coordinator.members();
    }

    /** Children that have a thread here, with their epochs. */
    Map<ChildKey, Long> running() {
        Map<ChildKey, Long> running = new TreeMap<>();
        this.children.forEach((key, child) -> running.put(key, child.epoch()));
        return running;
    }

    /** Answers to calls that wanted a child elsewhere; "null" if it went there. */
    List<String> movesAnswered() {
        return this.movesAnswered;
    }

    /** Whether a child was told to return so that it can move. */
    boolean isFreezing(ChildKey key) {
        SimChild child = this.children.get(key);
        return child != null && child.isFreezing();
    }

    /** Whether a child runs here only until its successor does. */
    boolean isRetiring(ChildKey key) {
        SimChild child = this.children.get(key);
        return child != null && child.isRetiring();
    }

    /** What the threads here run under. */
    Map<ChildKey, Claim> replicas() {
        Map<ChildKey, Claim> replicas = new TreeMap<>();
        this.children.forEach((key, child) -> replicas.put(key, child.claim()));
        return replicas;
    }

    /** Whether a child runs here that was not told to stop. */
    boolean isWorking() {
        return this.children.values().stream().anyMatch((child) -> !child.isStopping());
    }

    Quorum quorum() {
        return this.coordinator.quorum();
    }

    void heard(SimNode from, Message message) {
        this.simulation.electorates().heard(this, message);
        this.simulation.traceMessage(from.name() + " to " + this.name, message);
    }

    void signal(Signal signal) {
        if (!this.alive || this.withoutHub) {
            return;
        }
        if (this.paused) {
            this.held.add(signal);
            return;
        }
        perform(this.coordinator.on(signal, this.clock.now()));
    }

    private void perform(List<Effect> effects) {
        effects.forEach(this::perform);
        Instant next = this.coordinator.nextTick();
        if (next.isBefore(this.nextTick) || !this.nextTick.isAfter(this.clock.now())) {
            this.nextTick = next;
            this.scheduler.at(this.clock.when(next), this::tick);
        }
    }

    private void tick() {
        if (!this.clock.now().isBefore(this.nextTick)) {
            this.nextTick = Instant.MAX;
            signal(new Signal.Tick());
        }
    }

    private void limit(Effect.Limit limit) {
        if (limit.until() == null) {
            this.limits.remove(limit.key());
        }
        else {
            this.limits.put(limit.key(), limit.until());
        }
    }

    /**
     * Children that would find themselves active if they looked now, and in the active
     * role, with their epochs.
     */
    Map<ChildKey, Long> active() {
        Map<ChildKey, Long> active = new TreeMap<>();
        if (this.alive && isBefore(this.leaseEnd)) {
            this.children.forEach((key, child) -> {
                if (!child.isStopping() && !child.isRetiring() && child.claim().role() == Role.ACTIVE
                        && isBefore(this.limits.getOrDefault(key, Instant.MAX))) {
                    active.put(key, child.epoch());
                }
            });
        }
        return active;
    }

    /** How long its lease still runs by its clock; negative if it is over. */
    Duration leaseLeft() {
        return Duration.between(this.clock.now(), this.leaseEnd);
    }

    private boolean isBefore(Instant end) {
        return this.clock.now().isBefore(end);
    }

    boolean isStaying() {
        return this.alive && !this.leaving;
    }

    void drain() {
        this.leaving = true;
        signal(new Signal.Drain());
    }

    void pause(Duration duration) {
        this.paused = true;
        this.scheduler.after(duration, () -> {
            this.paused = false;
            if (this.alive) {
                List<Signal> signals = new ArrayList<>(this.held);
                this.held.clear();
                signals.add(new Signal.Tick());
                perform(this.coordinator.on(signals, this.clock.now()));
            }
        });
    }

    void crash() {
        this.alive = false;
        this.children.clear();
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.CallMap call -> call(call);
            case Effect.ScanMap scan -> this.scheduler.after(this.scheduler.millis(1, 30), () -> {
                if (this.alive) {
                    signal(this.side.map().scan(this, this.view, scan.expiredBefore(), scan.others()));
                }
            });
            case Effect.Send send -> this.simulation.network().send(this, send.node(), send.message());
            case Effect.PrepareChild prepare -> prepare(prepare);
            case Effect.DiscardPrepared _ -> {
            }
            case Effect.StartChild start -> start(start);
            case Effect.FreezeChild freeze -> freeze(freeze);
            case Effect.OfferState _ -> {
                // what children make of two states is their own matter
            }
            case Effect.StopChild stop -> stop(stop);
            case Effect.ChangeClaim change -> follow(change);
            case Effect.Renewed renewed -> this.leaseEnd = renewed.until();
            case Effect.Limit limit -> limit(limit);
            case Effect.CompleteStart start -> this.simulation.client().started(start.request(), start.result());
            case Effect.CompleteStop stop -> this.simulation.client().stopped(stop.request(), stop.result());
            case Effect.CompleteMove move -> this.movesAnswered.add(String.valueOf(move.failure()));
            case Effect.Note _ -> {
            }
            case Effect.Report report -> throw new AssertionError(report.what(), report.failure());
            case Effect.Tell told -> tell(told.event());
            case Effect.GoOn _ -> this.scheduler.after(Duration.ofMillis(1), () -> signal(new Signal.Tick()));
            case Effect.Drained _ -> this.scheduler.after(this.scheduler.millis(1, 300), () -> leave());
        }
    }

    private void tell(ProcessHubEvent event) {
        if (event instanceof ProcessHubEvent.QuorumLost || event instanceof ProcessHubEvent.QuorumRegained) {
            this.simulation.note(this.name + ": " + event);
        }
    }

    private void leave() {
        if (this.alive) {
            this.simulation.left(this);
        }
    }

    /**
     * One row after another may be served at another time by another owner; the answer
     * comes when all are.
     */
    private void call(Effect.CallMap call) {
        int count = call.commands().size();
        List<@Nullable ChildRecord> rows = new ArrayList<>();
        int[] open = { count };
        boolean lost = this.simulation.network().isLossy() && this.scheduler.chance(0.05);
        for (int i = 0; i < count; i++) {
            int index = i;
            rows.add(null);
            RegistryCommand command = call.commands().get(i);
            noteRetiring(command);
            boolean late = this.simulation.network().isLossy() && this.scheduler.chance(0.02);
            this.scheduler.after(this.scheduler.millis(0, late ? 9_500 : 10), () -> {
                if (late && !this.alive) {
                    return;
                }
                this.side.map().apply(this, command, (row) -> {
                    rows.set(index, row);
                    if (--open[0] == 0 && !lost) {
                        this.scheduler.after(this.scheduler.millis(0, 10),
                                () -> signal(new Signal.MapAnswered(call.call(), rows)));
                    }
                });
            });
        }
        this.scheduler.after(Duration.ofSeconds(8), () -> signal(new Signal.MapFailed(call.call(), "no answer")));
    }

    private void noteRetiring(RegistryCommand command) {
        SimChild child = this.children.get(command.key());
        if (child != null && !child.isStopping() && command instanceof RegistryCommand.Transfer transfer
                && transfer.target() != null && !transfer.target().equals(id())) {
            child.retire();
        }
    }

    private void prepare(Effect.PrepareChild prepare) {
        String failure = this.scheduler.chance(0.05) ? "its constructor failed" : null;
        this.scheduler.after(this.scheduler.millis(0, 50),
                () -> signal(new Signal.ChildPrepared(prepare.spec().key(), failure)));
    }

    private void start(Effect.StartChild start) {
        SimChild child = new SimChild(start);
        this.changes++;
        this.simulation.trace(child.key(), this.name, "starts " + child);
        this.limits.remove(child.key());
        SimChild old = this.children.put(child.key(), child);
        if (old != null && this.simulation.bug() == null) {
            throw new AssertionError(this.name + " started " + child.key() + " twice");
        }
        this.scheduler.after(this.scheduler.millis(0, 50), () -> up(child));
    }

    private void up(SimChild child) {
        if (isCurrent(child)) {
            child.up(open(child));
            if (hasState(child)) {
                this.simulation.memory().continued(child, this);
            }
            signal(new Signal.ChildUp(child.key(), child.startEpoch(), child.incarnation()));
            work(child);
        }
    }

    /** The newest state; a replica that stands by does not shut out the active one. */
    private long open(SimChild child) {
        return this.side.states().open(child.key(), child.startId(), child.isActive() ? child.epoch() : 0);
    }

    /** There is one state, that of the only active replica. */
    private boolean hasState(SimChild child) {
        return this.simulation.hasOneActive() && child.isActive();
    }

    private void work(SimChild child) {
        this.scheduler.after(this.scheduler.millis(20, 400), () -> {
            if (isCurrent(child)) {
                if (!this.paused) {
                    child.work();
                    checkpoint(child);
                }
                work(child);
            }
        });
    }

    /** Sometimes it keeps what it has counted; that takes a while. */
    private void checkpoint(SimChild child) {
        if (child.isUp() && hasState(child) && this.scheduler.chance(0.3)) {
            this.scheduler.after(this.scheduler.millis(0, 50), () -> keep(child));
        }
    }

    /** A state is acknowledged if it is that of the claim which opened it last. */
    private void keep(SimChild child) {
        if (isCurrent(child) && !this.paused && child.isUp() && hasState(child) && save(child, child.count())) {
            this.simulation.memory().acknowledged(child, this.side);
        }
    }

    private void follow(Effect.ChangeClaim change) {
        SimChild child = this.children.get(change.key());
        if (child != null && child.is(change.epoch(), change.incarnation())) {
            this.simulation.trace(change.key(), this.name, "follows " + change.claim());
            boolean standsBy = !child.isActive() && child.isUp();
            child.follow(change.claim());
            this.limits.remove(change.key());
            this.changes++;
            if (standsBy && hasState(child)) {
                child.awaitState();
                this.scheduler.after(this.scheduler.millis(0, 50), () -> promote(child, change.claim()));
            }
        }
    }

    /** It does not work before it has its state. */
    private void promote(SimChild child, Claim claim) {
        if (isCurrent(child) && child.claim() == claim) {
            long newest = open(child);
            child.up((this.simulation.bug() == Bug.PROMOTED_FROM_MEMORY) ? child.count() : newest);
            this.simulation.memory().promoted(child, this);
        }
    }

    private boolean isCurrent(SimChild child) {
        return this.alive && this.children.get(child.key()) == child;
    }

    private void freeze(Effect.FreezeChild freeze) {
        SimChild child = this.children.get(freeze.key());
        if (child == null || !child.is(freeze.epoch(), freeze.incarnation()) || child.isStopping()) {
            return;
        }
        this.simulation.trace(child.key(), this.name, "freezes " + child);
        if (!freeze.forced() && this.scheduler.chance(0.1)) {
            refuse(child, true);
            return;
        }
        child.freeze();
        this.scheduler.after(this.scheduler.millis(0, 100), () -> export(child));
    }

    private void refuse(SimChild child, boolean deferred) {
        this.scheduler.after(this.scheduler.millis(0, 50), () -> {
            if (isCurrent(child) && child.isFreezing() != deferred) {
                child.thaw();
                signal(new Signal.MoveRefused(child.key(), child.startEpoch(), child.incarnation(), deferred,
                        "not now"));
            }
        });
    }

    private void export(SimChild child) {
        if (!isCurrent(child) || !child.isFreezing()) {
            return;
        }
        if (this.paused) {
            this.scheduler.after(this.scheduler.millis(50, 100), () -> export(child));
        }
        else if (this.scheduler.chance(0.1)) {
            refuse(child, false);
        }
        else if (!child.isUp()) {
            exit(child, new ExitReason.Stopped());
        }
        else if (this.simulation.bug() == Bug.EXIT_BEFORE_SAVED) {
            this.simulation.memory().handedOver(child, this.side);
            this.scheduler.after(this.scheduler.millis(0, 300), () -> save(child, child.count()));
            exit(child, new ExitReason.Stopped());
        }
        else {
            this.scheduler.after(this.scheduler.millis(0, 50), () -> saved(child, child.count()));
        }
    }

    private boolean save(SimChild child, long count) {
        return this.alive && this.side.states().save(child.key(), child.startId(), child.epoch(), count);
    }

    private void saved(SimChild child, long count) {
        if (!isCurrent(child) || !child.isFreezing()) {
            return;
        }
        boolean saved = save(child, count);
        if (this.simulation.bug() == Bug.WORKS_AFTER_EXPORT) {
            child.thaw();
            child.work();
        }
        if (saved) {
            this.simulation.memory().handedOver(child, this.side);
        }
        child.freeze();
        exit(child, new ExitReason.Stopped());
    }

    private void stop(Effect.StopChild stop) {
        SimChild child = this.children.get(stop.key());
        if (child == null || !child.is(stop.epoch(), stop.incarnation())) {
            return;
        }
        child.stop();
        this.simulation.trace(stop.key(), this.name, "stops " + child);
        int longest = this.scheduler.chance(0.02) ? 9000 : 100;
        if (longest > 5000) {
            this.scheduler.after(Duration.ofSeconds(5), () -> {
                if (isCurrent(child)) {
                    signal(new Signal.ChildStuck(stop.key(), stop.epoch(), stop.incarnation(), "stack"));
                }
            });
        }
        if (this.simulation.bug() == Bug.RELEASED_BEFORE_STOPPED) {
            this.scheduler.after(this.scheduler.millis(0, 20), () -> report(child, new ExitReason.Stopped()));
        }
        this.scheduler.after(this.scheduler.millis(0, longest), () -> end(child));
    }

    /** Its last words are kept before anyone hears that it has ended. */
    private void end(SimChild child) {
        keep(child);
        exit(child, new ExitReason.Stopped());
    }

    /** A child fails by itself. */
    void fail(ChildKey key) {
        SimChild child = this.children.get(key);
        if (child != null && !child.isStopping() && !this.paused) {
            exit(child, new ExitReason.Failed("boom"));
        }
    }

    private void exit(SimChild child, ExitReason reason) {
        if (!isCurrent(child)) {
            return;
        }
        if (this.paused) {
            this.scheduler.after(this.scheduler.millis(50, 100), () -> exit(child, reason));
            return;
        }
        this.children.remove(child.key());
        this.simulation.trace(child.key(), this.name, "ended " + child);
        report(child, reason);
    }

    private void report(SimChild child, ExitReason reason) {
        signal(new Signal.ChildExited(child.key(), child.startEpoch(), child.incarnation(), reason));
        if (this.simulation.bug() == Bug.STALE_EXIT) {
            this.scheduler.after(this.scheduler.millis(100, 3000), () -> {
                SimChild now = this.children.get(child.key());
                if (now != null) {
                    signal(new Signal.ChildExited(child.key(), now.startEpoch(), now.incarnation(), reason));
                }
            });
        }
    }

}
