package io.processhub.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.processhub.ChildKey;
import io.processhub.Role;
import io.processhub.coordination.Effect;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops incarnations as the coordinator says, and watches those that do not
 * end.
 */
final class Supervisor {

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    private final String hubId;

    private final ChildTypes types;

    private final Consumer<Signal> signals;

    private final Map<ChildKey, Incarnation> running = new ConcurrentHashMap<>();

    private final ScheduledThreadPoolExecutor watch;

    private final LeaseEnd lease;

    private final Consumer<List<IncomingCall>> back;

    private final ChildObserver observer;

    private final Predicate<Role> signalled;

    /**
     * Supervisor of no children yet.
     * @param back takes calls that a child did not carry out
     * @param observer watches children being started and stopped
     * @param signalled roles that children are told
     */
    Supervisor(String hubId, ChildTypes types, Consumer<Signal> signals, LeaseEnd lease,
            Consumer<List<IncomingCall>> back, ChildObserver observer, Predicate<Role> signalled) {
        this.signalled = signalled;
        this.back = back;
        this.lease = lease;
        this.observer = observer;
        this.hubId = hubId;
        this.types = types;
        this.signals = signals;
        this.watch = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("processhub-" + hubId + "-watch").daemon().factory());
    }

    void start(Effect.StartChild start) {
        Incarnation incarnation = new Incarnation(this.hubId, start.spec(), start.claim(), this.types, this::hear,
                this.lease, this.back, this.observer, this.signalled);
        this.running.put(start.spec().key(), incarnation);
        incarnation.start();
        log.debug("child {} started, epoch {}, start {}", start.spec().key(), start.claim().epoch(),
                start.claim().incarnation());
    }

    /** Builds the bean of a child that is about to come here. */
    void prepare(Effect.PrepareChild prepare) {
        this.signals.accept(new Signal.ChildPrepared(prepare.spec().key(), null));
    }

    /** A child that was prepared does not come. */
    void discard(ChildKey key) {
        log.debug("child {} does not come", key);
    }

    /** Stops an incarnation so that its child can move. */
    void freeze(Effect.FreezeChild freeze) {
        stop(new Effect.StopChild(freeze.key(), freeze.epoch(), freeze.incarnation()));
    }

    /** Called on the child's own thread. */
    private void hear(Signal signal) {
        if (signal instanceof Signal.ChildExited exited) {
            this.running.remove(exited.key());
        }
        this.signals.accept(signal);
    }

    void stop(Effect.StopChild stop) {
        Incarnation incarnation = this.running.get(stop.key());
        if (incarnation != null && incarnation.is(stop.epoch(), stop.incarnation())) {
            incarnation.interrupt();
            Duration grace = incarnation.spec().shutdown();
            this.watch.schedule(() -> reportIfStuck(incarnation, stop.epoch()), grace.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void follow(Effect.ChangeClaim change) {
        Incarnation incarnation = this.running.get(change.key());
        if (incarnation != null && incarnation.is(change.epoch(), change.incarnation())) {
            incarnation.follow(change.claim());
            log.debug("child {} is {} now, epoch {}", change.key(), change.claim().role(), change.claim().epoch());
        }
    }

    /** Children may act until then. */
    void renewed(Instant until) {
        this.lease.renew(until);
    }

    /** One child may act until its own limit only. */
    void limit(Effect.Limit limit) {
        Incarnation incarnation = this.running.get(limit.key());
        if (incarnation != null && incarnation.epoch() == limit.epoch()) {
            incarnation.limit(limit.until());
        }
    }

    private void reportIfStuck(Incarnation incarnation, long epoch) {
        if (incarnation.isAlive()) {
            String stack = incarnation.stack();
            log.warn(
                    "child {} still runs {} after it was told to stop; it keeps its claim until it ends. Let it return when it is interrupted:\n{}",
                    incarnation.key(), incarnation.spec().shutdown(), stack);
            this.signals.accept(new Signal.ChildStuck(incarnation.key(), epoch, incarnation.incarnation(), stack));
        }
    }

    /**
     * Where calls to a child wait; null if it does not run here, or only stands by. From
     * any thread.
     */
    @Nullable ChildMailbox mailbox(ChildKey key) {
        Incarnation incarnation = this.running.get(key);
        return (incarnation == null || incarnation.role() == Role.PASSIVE) ? null : incarnation.mailbox();
    }

    /** Children whose incarnations have not ended. May be called from any thread. */
    Set<ChildKey> alive() {
        return Set.copyOf(this.running.keySet());
    }

    /** Tells all to stop, without waiting. May be called from any thread. */
    void interruptAll() {
        this.running.values().forEach(Incarnation::interrupt);
    }

    void close() {
        this.watch.shutdownNow();
    }

}
