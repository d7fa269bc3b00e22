package io.processhub.coordination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import io.processhub.Quorum;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * What one member of a hub does next. Hears signals, answers effects; has no thread,
 * clock or randomness of its own, so the same signals at the same times give the same
 * effects. Must be called by one thread at a time.
 *
 * <p>
 * When a member dies: the cluster reports its nodes without it
 * ({@link Signal.NodesChanged}), the {@link Directory} counts it among the gone,
 * {@link Settlement} finds the rows whose claims it held and of which this member is now
 * an owner, and takes the claims with one batch of compare-and-sets
 * ({@link RegistryCommand.Take}). The answers put the new claims into the view, and
 * claims of this member that nothing runs under yet are started.
 */
public final class HubCoordinator {

    private final HubState state;

    private final StartCalls starts;

    private final StopCalls stops;

    private final StartOrders orders;

    private final Settlement settlement;

    private final Supervision supervision;

    private final Introductions introductions;

    private final Synchronizer synchronizer;

    private final Publisher publisher;

    private final Voter voter;

    private final Chair chair;

    private final Scoreboard scoreboard;

    private final Redistribution redistribution;

    private boolean begun;

    private boolean ended;

    /**
     * Coordinator of a member that has just been started.
     * @param view this member's copy of the registry, written by this coordinator only
     */
    public HubCoordinator(HubSettings settings, Member self, RegistryView view) {
        this(settings, self, view, (kind) -> true);
    }

    /**
     * Coordinator of a member that has just been started.
     * @param view this member's copy of the registry, written by this coordinator only
     * @param wanted whether someone wants to hear of a kind of event that comes with
     * every change of the registry; what nobody wants to hear of is not told
     */
    public HubCoordinator(HubSettings settings, Member self, RegistryView view,
            Predicate<Class<? extends ProcessHubEvent>> wanted) {
        this(settings, self, view, wanted, 0);
    }

    /**
     * Coordinator of a member that has just been started, perhaps where another one has
     * just ended, to which messages may still come.
     * @param view this member's copy of the registry, written by this coordinator only
     * @param wanted whether someone wants to hear of a kind of event that comes with
     * every change of the registry; what nobody wants to hear of is not told
     * @param firstSequence requests have greater numbers, so that an answer to that other
     * member is not taken for one to this
     */
    public HubCoordinator(HubSettings settings, Member self, RegistryView view,
            Predicate<Class<? extends ProcessHubEvent>> wanted, long firstSequence) {
        this.state = new HubState(settings, view, self, wanted, firstSequence);
        this.starts = new StartCalls(this.state);
        this.stops = new StopCalls(this.state);
        this.orders = new StartOrders(this.state);
        this.settlement = new Settlement(this.state, this.orders, this.stops);
        this.supervision = new Supervision(this.state);
        this.introductions = new Introductions(this.state, this::membersChanged);
        this.synchronizer = new Synchronizer(this.state, this::lookAtAll);
        this.publisher = new Publisher(this.state);
        this.voter = new Voter(this.state, this.state.table);
        this.chair = new Chair(this.state);
        this.scoreboard = new Scoreboard(this.state);
        this.redistribution = new Redistribution(this.state, this.settlement::isSettled);
    }

    /** Takes note of a signal; answers what to do, in this order. */
    public List<Effect> on(Signal signal, Instant now) {
        return on(List.of(signal), now);
    }

    /**
     * Takes note of signals, in this order, then decides once for all of them: what is
     * heard together is acted on in one batch.
     */
    public List<Effect> on(List<Signal> signals, Instant now) {
        this.state.now = now;
        if (!this.begun) {
            begin();
        }
        if (!this.ended) {
            this.state.timers.runDue(now, (action) -> survive("a timer failed", action));
        }
        signals.forEach((signal) -> survive("a signal could not be handled, " + signal.getClass().getSimpleName(),
                () -> hear(signal)));
        if (!this.ended) {
            survive("the quorum could not be judged", this::lookAtQuorum);
            survive("children could not be settled", this::settle);
        }
        return this.state.outbox.take(this.publisher::publish);
    }

    /** What fails must not take with it what was heard in the same round. */
    private void survive(String what, Runnable part) {
        try {
            part.run();
        }
        catch (RuntimeException | Error ex) {
            this.state.outbox.add(new Effect.Report(what, ex));
        }
    }

    /** When a {@link Signal.Tick} is due at the latest. */
    public Instant nextTick() {
        Instant next = this.state.timers.next();
        return (next == null || this.ended) ? Instant.MAX : next;
    }

    /**
     * Whether every node of the cluster has introduced its member, or has none. May be
     * asked from any thread.
     */
    public boolean isAcquainted() {
        return this.state.directory.isAcquainted();
    }

    /** Members that this one sees, eldest first. May be asked from any thread. */
    public List<Member> members() {
        return this.state.directory.members();
    }

    /** Whether this member may run children. May be asked from any thread. */
    public Quorum quorum() {
        return this.state.quorums.published();
    }

    /**
     * Whether children move, or are taken over, because members have come or gone. May be
     * asked from any thread.
     */
    public boolean isRedistributing() {
        return this.redistribution.isRunning();
    }

    /** Whether starts and stops are refused. May be asked from any thread. */
    public boolean isRefusing() {
        return this.state.quorums.isRefusing();
    }

    /**
     * How busy a member said it was, from 0 to 1; 0 if it has not. May be asked from any
     * thread.
     */
    public double load(MemberId member) {
        return this.state.load(member);
    }

    /** Rows found behind and mended. May be asked from any thread. */
    public long repairs() {
        return this.synchronizer.repairs();
    }

    /** How many children have a thread here, wait for one, or are parked here. */
    int localChildren() {
        return this.state.children.size();
    }

    private void begin() {
        this.begun = true;
        this.introductions.begin();
        this.synchronizer.begin();
        this.supervision.begin();
        if (this.state.voting.isRequired()) {
            beat();
        }
    }

    /** Asks for the next piece of the lease. */
    private void beat() {
        this.state.timers.at(this.state.now.plus(this.state.settings.lease().interval()), this::beat);
        this.state.voting.read();
        // who votes may be a question to a strategy; the lease is not
        survive("the electorate could not be looked at", this.chair::look);
        this.state.lease.beat();
    }

    private void lookAtQuorum() {
        if (this.state.quorums.look()) {
            this.starts.quorumChanged();
            this.state.dirty.addAll(this.stops.keys());
            this.state.dirty.addAll(this.orders.keys());
            lookAtAll();
        }
    }

    private void hear(Signal signal) {
        if (this.ended) {
            if (signal instanceof Signal.ChildExited exited) {
                this.state.children.remove(exited.key());
            }
            return;
        }
        switch (signal) {
            case Signal.NodesChanged nodes -> this.introductions.nodesChanged(nodes);
            case Signal.Absent absent -> this.introductions.absent(absent);
            case Signal.Received received -> receive(received.message());
            case Signal.Start start -> this.starts.begin(start);
            case Signal.Stop stop -> this.stops.begin(stop);
            case Signal.MapAnswered answered -> answered(answered);
            case Signal.MapFailed failed -> failed(failed);
            case Signal.MapRefused refused -> refused(refused);
            case Signal.Scanned scanned -> this.synchronizer.scanned(scanned);
            case Signal.ChildPrepared prepared -> this.state.arrivals.prepared(prepared);
            case Signal.MoveRefused refused -> this.settlement.migration().refused(refused);
            case Signal.ClaimOutrun outrun -> this.settlement.outrun(outrun);
            case Signal.ChildUp up -> this.supervision.up(up);
            case Signal.ChildExited exited -> this.supervision.exited(exited);
            case Signal.ChildStuck stuck -> this.supervision.stuck(stuck);
            case Signal.Tick _ -> {
            }
            case Signal.Lost _ -> lost();
            case Signal.Load load -> this.scoreboard.publish(load.load());
            case Signal.Drain _ -> this.introductions.drain();
            case Signal.Move move -> this.settlement.moveCalls().begin(move);
            case Signal.Restart restart -> this.settlement.restart(restart);
            case Signal.ResetClusterSize reset -> this.chair.resize(reset.members());
        }
    }

    private void receive(Message message) {
        switch (message) {
            case Message.Hello hello -> {
                this.introductions.receive(hello);
                this.chair.tell(hello.member().node());
            }
            case Message.Goodbye goodbye -> {
                this.voter.gone(goodbye.member());
                this.introductions.receive(goodbye);
            }
            case Message.StartChildren start -> this.orders.receive(start);
            case Message.StartAnswer answer -> this.starts.receive(answer);
            case Message.MoveChild move -> this.settlement.moveCalls().receive(move);
            case Message.Prepare prepare -> this.state.arrivals.receive(prepare);
            case Message.Prepared prepared -> this.settlement.migration().receive(prepared);
            case Message.Arrived arrived -> this.settlement.migration().receive(arrived);
            case Message.Rows rows -> this.synchronizer.learn(rows.rows());
            case Message.Rumours rumours -> this.publisher.passOn(this.synchronizer.learn(rumours.rows()));
            case Message.Digest digest -> this.synchronizer.receive(digest);
            case Message.Load load -> this.scoreboard.receive(load);
            case VotingMessage voting -> vote(voting);
            case CallMessage _ -> {
                // calls are carried past the coordinator
            }
        }
    }

    private void vote(VotingMessage message) {
        switch (message) {
            case VotingMessage.LeaseRequest request -> this.voter.receive(request);
            case VotingMessage.LeaseAnswer answer -> {
                this.chair.heardOf(answer.stand().promised());
                this.state.lease.receive(answer);
            }
            case VotingMessage.GrantRequest request -> this.voter.receive(request);
            case VotingMessage.GrantAnswer answer -> this.state.grants.receive(answer);
            case VotingMessage.GrantWithdrawal withdrawal -> this.voter.receive(withdrawal);
            case VotingMessage.TableRequest request -> this.state.voting.receive(request);
            case VotingMessage.TableAnswer answer -> this.state.voting.receive(answer);
            case VotingMessage.Prepare prepare -> this.chair.receive(prepare);
            case VotingMessage.Promise promise -> this.chair.receive(promise);
            case VotingMessage.Propose propose -> this.chair.receive(propose);
            case VotingMessage.Accepted accepted -> this.chair.receive(accepted);
        }
    }

    private void membersChanged() {
        if (this.state.settings.lease().trustConnectionRefused()) {
            this.state.directory.goneOf(this.state.table.holders()).forEach(this.voter::gone);
        }
        this.settlement.moveCalls().membersChanged();
        this.starts.membersChanged();
        this.synchronizer.membersChanged();
        this.redistribution.membersChanged();
        lookAtAll();
        this.state.timers.at(this.state.now.plus(this.state.settings.retryDelay()), this::lookAtAll);
    }

    private void lookAtAll() {
        this.settlement.lookAtAll();
    }

    private void answered(Signal.MapAnswered answer) {
        carriedOut(this.state.calls.ended(answer.call()), answer.rows());
    }

    private void carriedOut(List<RegistryCommand> commands, List<@Nullable ChildRecord> rows) {
        tellMoves(commands, rows);
        for (int i = 0; i < commands.size(); i++) {
            RegistryCommand command = commands.get(i);
            ChildRecord row = rows.get(i);
            this.state.calls.learn(command, row);
            if (command instanceof RegistryCommand.Remove remove) {
                this.stops.answered(remove, row);
            }
            else if (command instanceof RegistryCommand.Take take) {
                tellTakeover(take.key(), take.expectedEpoch(), take.gone(), row);
            }
            else if (command instanceof RegistryCommand.Promote promote) {
                tellTakeover(promote.key(), promote.expectedEpoch(), promote.gone(), row);
            }
        }
    }

    private void tellMoves(List<RegistryCommand> commands, List<@Nullable ChildRecord> rows) {
        Map<MemberId, List<ChildKey>> moved = new TreeMap<>();
        for (int i = 0; i < commands.size(); i++) {
            ChildRecord row = rows.get(i);
            MemberId target = target(commands.get(i));
            if (target != null && row != null && !target.equals(this.state.self()) && row.claimOf(target) != null) {
                moved.computeIfAbsent(target, (to) -> new ArrayList<>()).add(row.key());
            }
        }
        moved.forEach(
                (to, keys) -> this.state.outbox.add(new Effect.Tell(new ProcessHubEvent.ChildrenMigrated(to, keys))));
    }

    /** To whom a command gives what this member had, null if to nobody. */
    private static @Nullable MemberId target(RegistryCommand command) {
        if (command instanceof RegistryCommand.Transfer transfer) {
            return transfer.target();
        }
        return (command instanceof RegistryCommand.Promote promote) ? promote.member() : null;
    }

    private void tellTakeover(ChildKey key, long expectedEpoch, Set<MemberId> gone, @Nullable ChildRecord row) {
        Claim claim = (row == null) ? null : row.claimOf(this.state.self());
        if (claim != null && claim.role() == Role.ACTIVE && claim.epoch() == expectedEpoch + 1 && !gone.isEmpty()) {
            this.state.outbox.add(new Effect.Tell(new ProcessHubEvent.ChildTakenOver(key, claim.epoch())));
        }
    }

    /**
     * A call without an answer is repeated after a while, from what is known then;
     * children stay as they are.
     */
    private void failed(Signal.MapFailed failed) {
        List<ChildKey> keys = this.state.calls.ended(failed.call()).stream().map(RegistryCommand::key).toList();
        keys.forEach(this.orders::mapFailed);
        lookLater(keys);
    }

    /**
     * What the durable store did not take has not happened: whoever asked is told so;
     * what follows from the state of children is tried again.
     */
    private void refused(Signal.MapRefused refused) {
        List<RegistryCommand> done = new ArrayList<>();
        List<@Nullable ChildRecord> rows = new ArrayList<>();
        List<RegistryCommand> commands = this.state.calls.ended(refused.call());
        for (int i = 0; i < commands.size(); i++) {
            if (!refused.reasons().containsKey(commands.get(i).key())) {
                done.add(commands.get(i));
                rows.add(refused.rows().get(i));
            }
        }
        carriedOut(done, rows);
        refused.reasons().forEach(this.orders::refused);
        refused.reasons().forEach(this.stops::refused);
        lookLater(refused.reasons().keySet().stream().sorted().toList());
    }

    private void lookLater(List<ChildKey> keys) {
        keys.forEach(this.state.dirty::remove);
        this.state.timers.at(this.state.now.plus(this.state.settings.retryDelay()),
                () -> this.state.dirty.addAll(keys));
    }

    /** Nothing may run here any more, and nobody can be told. */
    private void lost() {
        this.ended = true;
        this.state.children.values()
            .stream()
            .filter((child) -> child.phase().hasThread())
            .forEach((child) -> this.state.outbox.add(child.stop()));
        this.state.outbox.add(new Effect.Drained());
    }

    private void settle() {
        if (this.settlement.round()) {
            this.state.outbox.add(new Effect.GoOn());
        }
        this.state.arrivals.flush();
        this.state.grants.flush();
        this.state.lease.flush();
        if (isDrained()) {
            this.ended = true;
            leave();
            this.state.outbox.add(new Effect.Drained());
        }
    }

    /**
     * A goodbye frees what this member holds. Children that do not stop are not freed by
     * it: the others wait until the node is gone.
     */
    private void leave() {
        if (this.state.children.values().stream().noneMatch((child) -> child.phase().hasThread())) {
            this.introductions.goodbye();
        }
    }

    /**
     * Whether most of the others have yet to agree that they need not wait for this
     * member: its own vote for that may be the last that is missing.
     */
    private boolean isNeededToVote() {
        Electorate electorate = this.state.voting.electorate();
        return electorate != null && !this.state.directory.up().isEmpty()
                && (electorate.hasVoter(this.state.self()) || !this.state.lease.isAgreed(electorate));
    }

    /**
     * Children that do not stop do not keep this member from leaving, nor does a quorum
     * that stays away.
     */
    private boolean isDrained() {
        if (this.state.directory.self().isUp()) {
            return false;
        }
        if (this.state.quorums.isMissing()) {
            return (this.state.quorums.isGivenUp() || !isNeededToVote())
                    && this.state.children.values().stream().noneMatch((child) -> child.phase().hasThread());
        }
        return this.state.calls.isEmpty() && this.state.dirty.isEmpty() && this.orders.isEmpty() && !isNeededToVote()
                && this.state.children.values().stream().allMatch(LocalChild::isStuck)
                && this.state.view.list(this.state.self(), "", Integer.MAX_VALUE)
                    .stream()
                    .allMatch((row) -> this.state.children.containsKey(row.key()));
    }

}
