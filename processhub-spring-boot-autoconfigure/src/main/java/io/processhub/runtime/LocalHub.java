package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Hub;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Ownership;
import io.processhub.Quorum;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopResult;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.RegistryView;
import org.jspecify.annotations.Nullable;

/**
 * A hub on this member, which may be stopped and started again: for the others it is
 * another member each time, with a boot id of its own. May be used from any thread.
 */
public final class LocalHub implements Hub {

    private static final Executor THREADS = (task) -> Thread.ofVirtual().name("processhub-switch").start(task);

    private final String hubId;

    private final LongFunction<HubLife> births;

    private final Calls calls = new PresentCalls();

    private volatile HubLife life;

    private volatile @Nullable HubLifecycle lifecycle;

    private long lives = 1;

    private boolean begun;

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
        this.births = (number) -> new HubLife(number, settings, weight, labels, cluster, map, states, types, guard,
                audience, observer);
        this.life = this.births.apply(0);
    }

    /**
     * Begins to listen to the cluster, and waits a moment for the other members to
     * introduce themselves.
     * @throws IllegalStateException if a hub of the same id listens already, if the
     * cluster is lost for good, or if children of the time before have not ended
     */
    public synchronized void start() throws InterruptedException {
        MemberId before = null;
        if (this.begun) {
            before = end(this.life);
            this.life = this.births.apply(this.lives++);
        }
        this.begun = true;
        this.life.start(before);
    }

    /** Nobody else may run what a child of the time before still does. */
    private MemberId end(HubLife before) {
        before.endedBecause().ifPresent((reason) -> {
            throw new IllegalStateException("hub '" + this.hubId + "' cannot start again, its cluster is lost ("
                    + reason + "): restart the application");
        });
        if (!before.alive().isEmpty()) {
            throw new IllegalStateException("hub '" + this.hubId + "' cannot start again while these children have not"
                    + " stopped: " + before.alive());
        }
        return before.localMember().id();
    }

    /**
     * Hands the children to other members, leaves the hub, and stops what is left.
     * Returns when all have ended, at the latest a few seconds after the timeout.
     */
    public void stop(Duration timeout) throws InterruptedException {
        this.life.stop(timeout);
    }

    /** Whoever starts and stops the hub, with all that belongs to it. */
    void ledBy(HubLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public CompletableFuture<Void> startHub() {
        return CompletableFuture.runAsync(() -> leading().start(), THREADS);
    }

    @Override
    public CompletableFuture<Void> stopHub() {
        return CompletableFuture.runAsync(() -> leading().stop(), THREADS);
    }

    private HubLifecycle leading() {
        HubLifecycle leading = this.lifecycle;
        if (leading == null) {
            throw new IllegalStateException("hub '" + this.hubId + "' has no lifecycle yet");
        }
        return leading;
    }

    @Override
    public CompletableFuture<StartResult> start(List<ChildSpec> specs, List<ChildError> errors, StartOptions options) {
        return this.life.start(specs, errors, options);
    }

    @Override
    public CompletableFuture<StopResult> stop(List<ChildKey> keys) {
        return this.life.stop(keys);
    }

    @Override
    public CompletableFuture<Void> move(ChildKey key, MemberId target) {
        return this.life.move(key, target);
    }

    @Override
    public CompletableFuture<Void> drain() {
        return this.life.drain();
    }

    @Override
    public void restart(ChildKey key) {
        this.life.restart(key);
    }

    @Override
    public void resetClusterSize(int members) {
        this.life.resetClusterSize(members);
    }

    @Override
    public Calls calls() {
        return this.calls;
    }

    @Override
    public RegistryView registry() {
        return this.life.registry();
    }

    @Override
    public Ownership ownership() {
        return this.life.ownership();
    }

    /** What became of the states that children here have kept since it started. */
    public CheckpointCounts checkpoints() {
        return this.life.checkpoints();
    }

    /** How the inside of the hub fares. */
    public Vitals vitals() {
        return this.life.vitals();
    }

    @Override
    public List<Member> members() {
        return this.life.members();
    }

    @Override
    public Member localMember() {
        return this.life.localMember();
    }

    @Override
    public boolean isAlive() {
        return this.life.isAlive();
    }

    @Override
    public Optional<String> endedBecause() {
        return this.life.endedBecause();
    }

    @Override
    public Quorum quorum() {
        return this.life.quorum();
    }

    /** Calls of the hub as it is when they are made; clients outlive a stop. */
    private final class PresentCalls implements Calls {

        @Override
        public <R extends @Nullable Object> CompletableFuture<R> ask(ChildKey key, Object message, Class<R> reply,
                Duration timeout) {
            return LocalHub.this.life.calls().ask(key, message, reply, timeout);
        }

        @Override
        public <T> T client(Class<T> api, ChildKey key, @Nullable Duration timeout) {
            return ChildClient.of(api, key, timeout, (child, method, args, reply, longest) -> LocalHub.this.life.calls()
                .call(child, method, args, reply, longest));
        }

    }

    @Override
    public boolean isLocked() {
        return this.life.isLocked();
    }

}
