package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Hub;
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
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hub on this member: carries out what its coordinator decides. Can be started once,
 * and stopped once.
 */
public final class LocalHub implements Hub {

    private static final Logger log = LoggerFactory.getLogger(LocalHub.class);

    /**
     * How long the others may take to introduce themselves before this member goes on
     * without them.
     */
    private static final Duration ACQUAINTANCE = Duration.ofMillis(500);

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
     * Hub that is not started yet.
     * @param weight share of the children this member takes, relative to the others
     * @param labels what this member tells the others of itself
     * @param states how the state of children is kept
     * @param guard told how many members must be together
     * @param audience hears what happens
     * @param observer watches children being started and stopped
     */
    public LocalHub(HubSettings settings, double weight, Map<String, String> labels, Cluster cluster, RegistryMap map,
            StateKeeping states, ChildTypes types, QuorumGuard guard, Audience audience, ChildObserver observer) {
        this.hubId = settings.hubId();
        this.cluster = cluster;
        this.audience = audience;
        this.sampling = settings.distribution().loadSampling();
        this.executor = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("processhub-" + this.hubId + "-answer-", 1).factory());
        String address = cluster.address();
        MemberId bootId = new MemberId("%s#%08x".formatted(address, ThreadLocalRandom.current().nextInt()));
        this.self = new Member(bootId, "", address, weight, labels, Member.Status.UP);
        this.coordinator = new HubCoordinator(settings, this.self, this.view, audience::wants);
        this.ownership = new Ownership(settings.distribution(), settings.redundancy(), this.view,
                this.coordinator::load);
        this.gate = new Gate(this.hubId, this.coordinator);
        this.requests = new Requests(this.gate, types, this.view, this.executor, this::post);
        CallDesk desk = new CallDesk(bootId, this.view, this::mailbox);
        this.calls = new LocalCalls(this.hubId,
                new CallRoutes(bootId, this.view, this.coordinator::members, () -> quorum().held()), desk, cluster,
                this.executor, this.gate::requireRequests);
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
     * @throws IllegalStateException if a hub of the same id listens already
     */
    public void start() throws InterruptedException {
        this.gate.open();
        this.cluster.open(new ClusterNews(this.calls, this::post, this::end));
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
    public void stop(Duration timeout) throws InterruptedException {
        this.gate.close();
        this.audience.accept(new ProcessHubEvent.HubStopping("it was told to"));
        post(new Signal.Drain());
        this.departure.await(timeout);
        close();
    }

    private void close() throws InterruptedException {
        this.condition.close();
        this.cluster.close();
        this.loop.stop();
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

    @Override
    public CompletableFuture<StartResult> start(List<ChildSpec> specs, List<ChildError> errors, StartOptions options) {
        return this.requests.start(specs, errors, options);
    }

    @Override
    public CompletableFuture<StopResult> stop(List<ChildKey> keys) {
        return this.requests.stop(keys);
    }

    @Override
    public CompletableFuture<Void> move(ChildKey key, MemberId target) {
        return this.requests.move(key, target);
    }

    @Override
    public CompletableFuture<Void> drain() {
        if (this.gate.isOpen()) {
            this.gate.close();
            this.audience.accept(new ProcessHubEvent.HubStopping("it was told to drain"));
            post(new Signal.Drain());
        }
        return this.departure.done();
    }

    @Override
    public void restart(ChildKey key) {
        this.requests.restart(key);
    }

    @Override
    public void resetClusterSize(int members) {
        this.requests.resetClusterSize(members);
    }

    @Override
    public Calls calls() {
        return this.calls;
    }

    @Override
    public RegistryView registry() {
        return this.view;
    }

    @Override
    public Ownership ownership() {
        return this.ownership;
    }

    /** What became of the states that children here have kept. */
    public CheckpointCounts checkpoints() {
        return this.checkpoints.counts();
    }

    /** How the inside of the hub fares. */
    public Vitals vitals() {
        return this.condition.vitals();
    }

    @Override
    public List<Member> members() {
        return this.coordinator.members();
    }

    @Override
    public Member localMember() {
        return this.coordinator.members()
            .stream()
            .filter((member) -> member.id().equals(this.self.id()))
            .findFirst()
            .orElse(this.self);
    }

    @Override
    public boolean isAlive() {
        return this.gate.isOpen();
    }

    @Override
    public Optional<String> endedBecause() {
        return this.gate.endedBecause();
    }

    @Override
    public Quorum quorum() {
        return this.coordinator.quorum();
    }

    @Override
    public boolean isLocked() {
        return this.coordinator.isRedistributing();
    }

}
