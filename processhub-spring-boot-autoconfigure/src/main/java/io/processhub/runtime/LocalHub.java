package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Hub;
import io.processhub.HubNotRunningException;
import io.processhub.LoadSampling;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.NoQuorumException;
import io.processhub.ProcessHubEvent;
import io.processhub.Quorum;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopResult;
import io.processhub.coordination.CallMessage;
import io.processhub.coordination.HubCoordinator;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.Message;
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

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    /**
     * How long the others may take to introduce themselves before this member goes on
     * without them.
     */
    private static final Duration ACQUAINTANCE = Duration.ofMillis(500);

    /**
     * How long children may take to end when the cluster did not take them over in time.
     */
    private static final Duration LAST_GRACE = Duration.ofSeconds(5);

    /**
     * How long this member goes on telling callers that children are elsewhere by now.
     */
    private static final Duration LAST_CALLS = Duration.ofSeconds(1);

    private final String hubId;

    private final Cluster cluster;

    private final ChildTypes types;

    private final Consumer<ProcessHubEvent> events;

    private final RegistryView view = new RegistryView();

    private final ExecutorService executor;

    private final Answers<StartResult> starts;

    private final Answers<StopResult> stops;

    private final CountDownLatch drained = new CountDownLatch(1);

    private final Member self;

    private final HubCoordinator coordinator;

    private final Supervisor supervisor;

    private final LocalCalls calls;

    private final HubLoop loop;

    private final @Nullable LoadSampling sampling;

    private @Nullable LoadMeter meter;

    private volatile boolean alive;

    /**
     * Hub that is not started yet.
     * @param weight share of the children this member takes, relative to the others
     * @param labels what this member tells the others of itself
     * @param events hears what happens, on any thread, the hub's loop among them: must
     * return at once
     */
    public LocalHub(HubSettings settings, double weight, Map<String, String> labels, Cluster cluster, RegistryMap map,
            ChildTypes types, Consumer<ProcessHubEvent> events) {
        this.hubId = settings.hubId();
        this.cluster = cluster;
        this.sampling = settings.distribution().loadSampling();
        this.types = types;
        this.events = events;
        this.executor = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("processhub-" + this.hubId + "-answer-", 1).factory());
        this.starts = new Answers<>(this.executor);
        this.stops = new Answers<>(this.executor);
        String address = cluster.address();
        MemberId bootId = new MemberId("%s#%08x".formatted(address, ThreadLocalRandom.current().nextInt()));
        this.self = new Member(bootId, "", address, weight, labels, Member.Status.UP);
        this.coordinator = new HubCoordinator(settings, this.self, this.view);
        Outcomes outcomes = new Outcomes(this.starts, this.stops, this.drained::countDown, events);
        MonotonicClock clock = new MonotonicClock();
        LeaseEnd lease = new LeaseEnd(clock, settings.partitionTolerance().quorum(1) > 0, settings.lease().duration());
        CallDesk desk = new CallDesk(bootId, this.view, this::mailbox);
        this.calls = new LocalCalls(this.hubId,
                new CallRoutes(bootId, this.view, this.coordinator::members, () -> quorum().held()), desk, cluster,
                this.executor, this::requireCalls);
        this.supervisor = new Supervisor(this.hubId, types, this::hear, lease, desk::giveBack);
        Performer performer = new Performer(this.hubId, cluster, map, this.view, outcomes, this.supervisor, this::post);
        this.loop = new HubLoop(this.hubId, this.coordinator, performer::performAll, clock);
    }

    private @Nullable ChildMailbox mailbox(ChildKey key) {
        return this.supervisor.mailbox(key);
    }

    private void requireCalls() {
        requireAlive();
        requireQuorum();
    }

    /** Called on children's own threads. */
    private void hear(Signal signal) {
        if (signal instanceof Signal.ChildUp up) {
            this.events.accept(new ProcessHubEvent.ChildStarted(up.key(), up.epoch(), up.incarnation()));
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
        this.alive = true;
        this.cluster.open(new ClusterListener());
        this.loop.start();
        this.calls.start();
        await(this.coordinator::isAcquainted, ACQUAINTANCE);
        if (this.sampling != null) {
            this.meter = new LoadMeter(this.hubId, this.sampling, this::shareOfChildren, this::post);
        }
    }

    /** Children here, compared with the other members: 0.5 if as many as its share. */
    private double shareOfChildren() {
        double share = (double) this.view.size() / members().size();
        return (share == 0) ? 0 : this.supervisor.alive().size() / (2 * share);
    }

    private static boolean await(BooleanSupplier condition, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return condition.getAsBoolean();
    }

    /**
     * Hands the children to other members, leaves the hub, and stops what is left.
     * Returns when all have ended, at the latest a few seconds after the timeout.
     */
    public void stop(Duration timeout) throws InterruptedException {
        this.alive = false;
        this.events.accept(new ProcessHubEvent.HubStopping("it was told to"));
        long begin = System.nanoTime();
        post(new Signal.Drain());
        boolean done = this.drained.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        this.supervisor.interruptAll();
        if (await(() -> this.supervisor.alive().isEmpty(), LAST_GRACE)) {
            await(this.calls::isQuiet, LAST_CALLS);
            log.info("hub {} leaves {} after {} ms", this.hubId,
                    done ? "with nothing left to hand over" : "before all its children were handed over",
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }
        else {
            log.warn("hub {} leaves although these children do not stop: {}; they may act until this JVM has ended,"
                    + " while other members run them already", this.hubId, this.supervisor.alive());
        }
        close();
    }

    private void close() throws InterruptedException {
        if (this.meter != null) {
            this.meter.close();
        }
        this.cluster.close();
        this.loop.stop();
        this.supervisor.close();
        this.calls.close();
        failCalls();
        this.executor.shutdown();
    }

    private void failCalls() {
        HubNotRunningException reason = new HubNotRunningException(this.hubId);
        this.starts.failAll(reason);
        this.stops.failAll(reason);
        this.calls.failAll(reason);
    }

    @Override
    public CompletableFuture<StartResult> start(List<ChildSpec> specs, List<ChildError> errors, StartOptions options) {
        requireAlive();
        requireQuorum();
        List<ChildError> found = new ArrayList<>(errors);
        List<ChildSpec> encoded = new ArrayList<>(specs.size());
        for (ChildSpec spec : specs) {
            encode(spec, encoded, found);
        }
        var call = this.starts.begin();
        post(new Signal.Start(call.number(), encoded, found, options.checkExisting(), options.timeout()));
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

    @Override
    public CompletableFuture<StopResult> stop(List<ChildKey> keys) {
        requireAlive();
        requireQuorum();
        var call = this.stops.begin();
        post(new Signal.Stop(call.number(), keys, STOP_TIMEOUT));
        return call.future();
    }

    private void requireQuorum() {
        if (this.coordinator.isRefusing()) {
            throw new NoQuorumException(this.hubId, quorum());
        }
    }

    private void requireAlive() {
        if (!this.alive) {
            throw new HubNotRunningException(this.hubId);
        }
    }

    @Override
    public RegistryView registry() {
        return this.view;
    }

    @Override
    public Calls calls() {
        return this.calls;
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
        return this.alive;
    }

    @Override
    public Quorum quorum() {
        return this.coordinator.quorum();
    }

    @Override
    public void resetClusterSize(int members) {
        requireAlive();
        post(new Signal.ResetClusterSize(members));
    }

    private final class ClusterListener implements Cluster.Listener {

        @Override
        public void nodesChanged(String self, List<String> nodes) {
            post(new Signal.NodesChanged(self, nodes));
        }

        @Override
        public void received(Message message) {
            if (message instanceof CallMessage call) {
                LocalHub.this.calls.receive(call);
            }
            else {
                post(new Signal.Received(message));
            }
        }

        @Override
        public void undelivered(Message message) {
            if (message instanceof CallMessage.Calls calls) {
                LocalHub.this.calls.undelivered(calls);
            }
        }

        @Override
        public void ended(String reason) {
            log.error("hub {} has lost its cluster and stops all its children: {}", LocalHub.this.hubId, reason);
            LocalHub.this.alive = false;
            LocalHub.this.events.accept(new ProcessHubEvent.HubStopping(reason));
            post(new Signal.Lost(reason));
            failCalls();
        }

    }

}
