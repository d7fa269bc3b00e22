package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.HubNotRunningException;
import io.processhub.LoadSampling;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Ownership;
import io.processhub.ProcessHubEvent;
import io.processhub.Quorum;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopResult;
import io.processhub.coordination.HubCoordinator;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.Message;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hub on this member from one start to the next stop, under a boot id of its own:
 * carries out what its coordinator decides. Can be started once, and stopped once.
 */
final class HubLife {

    private static final Logger log = LoggerFactory.getLogger(HubLife.class);

    /**
     * How long the others may take to introduce themselves before this member goes on
     * without them.
     */
    private static final Duration ACQUAINTANCE = Duration.ofMillis(500);

    /** As a power of two. */
    private static final int NUMBERS_OF_A_LIFE = 40;

    /** How long a state may be on its way to the copy of a child that stays. */
    private static final Duration MERGING = Duration.ofSeconds(30);

    private final String hubId;

    private final Cluster cluster;

    private final Audience audience;

    private final RegistryView view = new RegistryView();

    private final ExecutorService executor;

    private final Member self;

    private final HubCoordinator coordinator;

    private final Gate gate;

    private final Requests requests;

    private final Checkpoints checkpoints;

    private final Supervisor supervisor;

    private final LocalCalls calls;

    private final HubLoop loop;

    private final Departure departure;

    private final Ownership ownership;

    private final HubCondition condition;

    private final @Nullable LoadSampling sampling;

    /**
     * Life that has not begun.
     * @param number 0 for the first one of a hub
     * @param weight share of the children this member takes, relative to the others
     * @param labels what this member tells the others of itself
     * @param states how the state of children is kept
     * @param guard told how many members must be together
     * @param audience hears what happens
     * @param observer watches children being started and stopped
     */
    HubLife(long number, HubSettings settings, double weight, Map<String, String> labels, Cluster cluster,
            RegistryMap map, StateKeeping states, ChildTypes types, QuorumGuard guard, Audience audience,
            ChildObserver observer) {
        this.hubId = settings.hubId();
        this.cluster = cluster;
        this.audience = audience;
        this.sampling = settings.distribution().loadSampling();
        this.executor = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("processhub-" + this.hubId + "-answer-", 1).factory());
        // what others answer to the life before must not be taken for answers to this one
        long firstNumber = number << NUMBERS_OF_A_LIFE;
        String address = cluster.address();
        MemberId bootId = new MemberId("%s#%08x".formatted(address, ThreadLocalRandom.current().nextInt()));
        this.self = new Member(bootId, "", address, weight, labels, Member.Status.UP);
        this.coordinator = new HubCoordinator(settings, this.self, this.view, audience::wants, firstNumber);
        this.ownership = new Ownership(settings.distribution(), settings.redundancy(), this.view,
                this.coordinator::load);
        this.gate = new Gate(this.hubId, this.coordinator);
        this.requests = new Requests(this.gate, types, this.view, this.executor, this::post);
        CallDesk desk = new CallDesk(bootId, this.view, this::mailbox);
        this.calls = new LocalCalls(this.hubId,
                new CallRoutes(bootId, this.view, this.coordinator::members, () -> quorum().held()), desk, cluster,
                this.executor, this.gate::requireRequests, firstNumber);
        MonotonicClock clock = new MonotonicClock();
        LeaseEnd lease = new LeaseEnd(clock, settings.partitionTolerance().quorum(1) > 0, settings.lease().duration());
        this.checkpoints = new Checkpoints(states);
        this.supervisor = new Supervisor(new ChildHost(this.hubId, types, lease, this.checkpoints, desk::giveBack,
                observer, this::offer, this::hear, audience, new GuardedRedundancy(settings.redundancy())));
        this.departure = new Departure(this.hubId, this.supervisor, () -> this.calls.isQuiet() && cluster.isIdle());
        Outcomes outcomes = new Outcomes(this.requests.starts(), this.requests.stops(), this.requests.moves(),
                this.departure::drained, audience);
        ForgottenStates forgotten = new ForgottenStates(states.store(), types, this.view);
        Performer performer = new Performer(this.hubId, cluster, map, this.view, outcomes, this.supervisor, forgotten,
                this::post);
        GuardedQuorum guarded = new GuardedQuorum(guard);
        this.loop = new HubLoop(this.hubId, this.coordinator, (effects) -> {
            guarded.follow(this.coordinator.quorum());
            performer.performAll(effects);
        }, clock);
        this.condition = new HubCondition(this.hubId, this.coordinator, this.view, this.supervisor, this.loop, lease);
    }

    private @Nullable ChildMailbox mailbox(ChildKey key) {
        return this.supervisor.mailbox(key);
    }

    /** Called on the thread of a child that ran twice; the other one stays. */
    private void offer(ChildKey key, byte[] state) {
        this.calls.call(key, ChildMethods.MERGE, new Object[] { state }, void.class, MERGING)
            .whenComplete((merged, failure) -> {
                if (failure != null) {
                    log.warn("child {}: what its copy here knew was not merged: {}", key, FailureText.of(failure));
                }
            });
    }

    /** Called on children's own threads. */
    private void hear(Signal signal) {
        if (signal instanceof Signal.ChildUp up) {
            this.audience.accept(new ProcessHubEvent.ChildStarted(up.key(), up.epoch(), up.incarnation()));
        }
        post(signal);
    }

    private void post(Signal signal) {
        this.loop.post(signal);
    }

    /**
     * Begins to listen to the cluster, and waits a moment for the other members to
     * introduce themselves.
     * @param before whoever was this member before and has ended; null if nobody was
     * @throws IllegalStateException if a hub of the same id listens already
     */
    void start(@Nullable MemberId before) throws InterruptedException {
        this.gate.open();
        this.cluster.open(new ClusterNews(this.calls, this::post, this::end));
        if (before != null) {
            // nobody else would tell it, and what that one held would wait for ten
            // seconds
            post(new Signal.Received(new Message.Goodbye(before)));
        }
        this.loop.start();
        this.calls.start();
        Moments.await(this.coordinator::isAcquainted, ACQUAINTANCE);
        if (this.sampling != null) {
            this.condition.measure(this.sampling);
        }
    }

    /** The cluster is lost for good. */
    private void end(String reason) {
        log.error("hub {} has lost its cluster and stops all its children: {}", this.hubId, reason);
        this.gate.end(reason);
        this.audience.accept(new ProcessHubEvent.HubStopping(reason));
        post(new Signal.Lost(reason));
        // without waiting for the loop, which may have much to do
        this.supervisor.interruptAll();
        failAll();
    }

    /**
     * Hands the children to other members, leaves the hub, and stops what is left.
     * Returns when all have ended, at the latest a few seconds after the timeout.
     */
    void stop(Duration timeout) throws InterruptedException {
        this.gate.close();
        this.audience.accept(new ProcessHubEvent.HubStopping("it was told to"));
        post(new Signal.Drain());
        this.departure.await(timeout);
        close();
    }

    /**
     * The node may stay in the cluster without the hub: so the others are told, unless
     * they have been or a child still runs.
     */
    private void close() throws InterruptedException {
        this.condition.close();
        this.loop.stop();
        if (this.departure.isUntold()) {
            this.coordinator.members()
                .stream()
                .filter((member) -> !member.id().equals(this.self.id()))
                .forEach((member) -> this.cluster.send(member.node(), new Message.Goodbye(this.self.id())));
        }
        this.cluster.close();
        this.supervisor.close();
        this.calls.close();
        failAll();
        this.executor.shutdown();
    }

    private void failAll() {
        HubNotRunningException reason = this.gate.closed();
        this.requests.failAll(reason);
        this.calls.failAll(reason);
    }

    CompletableFuture<StartResult> start(List<ChildSpec> specs, List<ChildError> errors, StartOptions options) {
        return this.requests.start(specs, errors, options);
    }

    CompletableFuture<StopResult> stop(List<ChildKey> keys) {
        return this.requests.stop(keys);
    }

    CompletableFuture<Void> move(ChildKey key, MemberId target) {
        return this.requests.move(key, target);
    }

    CompletableFuture<Void> drain() {
        if (this.gate.isOpen()) {
            this.gate.close();
            this.audience.accept(new ProcessHubEvent.HubStopping("it was told to drain"));
            post(new Signal.Drain());
        }
        return this.departure.done();
    }

    void restart(ChildKey key) {
        this.requests.restart(key);
    }

    void resetClusterSize(int members) {
        this.requests.resetClusterSize(members);
    }

    LocalCalls calls() {
        return this.calls;
    }

    RegistryView registry() {
        return this.view;
    }

    Ownership ownership() {
        return this.ownership;
    }

    /** Children whose threads have not ended. */
    Set<ChildKey> alive() {
        return this.supervisor.alive();
    }

    /** What became of the states that children here have kept. */
    CheckpointCounts checkpoints() {
        return this.checkpoints.counts();
    }

    /** How the inside of the hub fares. */
    Vitals vitals() {
        return this.condition.vitals();
    }

    List<Member> members() {
        return this.coordinator.members();
    }

    Member localMember() {
        return this.coordinator.members()
            .stream()
            .filter((member) -> member.id().equals(this.self.id()))
            .findFirst()
            .orElse(this.self);
    }

    boolean isAlive() {
        return this.gate.isOpen();
    }

    boolean isLocked() {
        return this.coordinator.isRedistributing();
    }

    Optional<String> endedBecause() {
        return this.gate.endedBecause();
    }

    Quorum quorum() {
        return this.coordinator.quorum();
    }

}
