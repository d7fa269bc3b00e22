package io.processhub.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

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

    private final ChildHost host;

    private final ChildHost children;

    private final Preparations preparations;

    private final Map<ChildKey, Incarnation> running = new ConcurrentHashMap<>();

    private final ScheduledThreadPoolExecutor watch;

    /** Supervisor of no children yet. */
    Supervisor(ChildHost host) {
        this.host = host;
        this.children = host.with(this::hear);
        this.preparations = new Preparations(host.types(), host.signals());
        this.watch = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("processhub-" + host.hubId() + "-watch").daemon().factory());
    }

    /** Builds the bean of a child that is about to come here. */
    void prepare(Effect.PrepareChild prepare) {
        this.preparations.prepare(prepare.spec());
    }

    /** A child that was prepared does not come. */
    void discard(ChildKey key) {
        this.preparations.discard(key);
    }

    void start(Effect.StartChild start) {
        Incarnation incarnation = new Incarnation(start, this.children, this.preparations);
        this.running.put(start.spec().key(), incarnation);
        incarnation.start();
        log.debug("child {} started, epoch {}, start {}", start.spec().key(), start.claim().epoch(),
                start.claim().incarnation());
    }

    /** Called on the child's own thread. */
    private void hear(Signal signal) {
        if (signal instanceof Signal.ChildExited exited) {
            this.running.remove(exited.key());
        }
        this.host.signals().accept(signal);
    }

    void stop(Effect.StopChild stop) {
        Incarnation incarnation = find(stop.key(), stop.epoch(), stop.incarnation());
        if (incarnation != null) {
            incarnation.interrupt();
            watch(incarnation, incarnation::isAlive, stop.epoch());
        }
    }

    void follow(Effect.ChangeClaim change) {
        Incarnation incarnation = find(change.key(), change.epoch(), change.incarnation());
        if (incarnation != null) {
            incarnation.follow(change.claim());
            log.debug("child {} is {} now, epoch {}", change.key(), change.claim().role(), change.claim().epoch());
        }
    }

    /** Has the state of an incarnation offered to the one that stays, when it ends. */
    void offerState(Effect.OfferState offer) {
        Incarnation incarnation = find(offer.key(), offer.epoch(), offer.incarnation());
        if (incarnation != null) {
            incarnation.offerState();
        }
    }

    /** Stops an incarnation so that its child can move. */
    void freeze(Effect.FreezeChild freeze) {
        Incarnation incarnation = find(freeze.key(), freeze.epoch(), freeze.incarnation());
        if (incarnation != null) {
            Freezing freezing = incarnation.freezing();
            freezing.begin(freeze, () -> watch(incarnation, () -> freezing.isPending(freeze), freeze.epoch()));
        }
    }

    private @Nullable Incarnation find(ChildKey key, long epoch, int number) {
        Incarnation incarnation = this.running.get(key);
        return (incarnation != null && incarnation.is(epoch, number)) ? incarnation : null;
    }

    /** Children may act until then. */
    void renewed(Instant until) {
        this.host.lease().renew(until);
    }

    /** One child may act until its own limit only. */
    void limit(Effect.Limit limit) {
        Incarnation incarnation = this.running.get(limit.key());
        if (incarnation != null) {
            incarnation.limit(limit.epoch(), limit.until());
        }
    }

    private void watch(Incarnation incarnation, BooleanSupplier stuck, long epoch) {
        Duration grace = incarnation.spec().shutdown();
        this.watch.schedule(() -> reportIfStuck(incarnation, stuck, epoch), grace.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void reportIfStuck(Incarnation incarnation, BooleanSupplier stuck, long epoch) {
        if (stuck.getAsBoolean()) {
            String stack = incarnation.stack();
            log.warn(
                    "child {} still runs {} after it was told to stop; it keeps its claim until it ends. Let it return when it is interrupted:\n{}",
                    incarnation.key(), incarnation.spec().shutdown(), stack);
            this.host.signals()
                .accept(new Signal.ChildStuck(incarnation.key(), epoch, incarnation.incarnation(), stack));
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
        this.preparations.close();
    }

}
