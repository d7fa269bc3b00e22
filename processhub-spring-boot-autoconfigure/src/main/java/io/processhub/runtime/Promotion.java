package io.processhub.runtime;

import java.util.function.Consumer;

import io.processhub.ChildSpec;
import io.processhub.ChildStateException;
import io.processhub.Claim;
import io.processhub.Role;
import io.processhub.coordination.Effect;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claim under which an incarnation acts, and the state that belongs to it. The state
 * is that of the only active replica: one that stands by has none, and is given the
 * newest one before it becomes active. Where all replicas are active, none has any. Safe
 * for many threads.
 */
final class Promotion {

    private static final Logger log = LoggerFactory.getLogger(Promotion.class);

    private final ChildSpec spec;

    private final long startId;

    /** Claim under which it was started, which names it. */
    private final Claim start;

    private final ChildHost host;

    private final Activity activity;

    private final Consumer<Claim> followed;

    /** Guards what the bean is given; held while the store is waited for. */
    private final Object lock = new Object();

    private volatile ChildState state;

    /** The newest claim, perhaps not followed yet. */
    private Claim latest;

    /** The claim under which the incarnation acts. */
    private Claim acting;

    private @Nullable Thread promoting;

    private boolean over;

    private @Nullable Object bean;

    /** Whether the bean has been active before. */
    private boolean used;

    /**
     * Claim of an incarnation whose bean is not built.
     * @param followed told of another claim when the incarnation may act under it; must
     * not block
     */
    Promotion(Effect.StartChild start, ChildHost host, Activity activity, Consumer<Claim> followed) {
        this.spec = start.spec();
        this.startId = start.startId();
        this.start = start.claim();
        this.host = host;
        this.activity = activity;
        this.followed = followed;
        this.latest = start.claim();
        this.acting = start.claim();
        this.state = stateUnder(start.claim());
    }

    private ChildState stateUnder(Claim claim) {
        return new ChildState(new StateClaim(this.spec.key(), this.startId, claim.epoch()), this.host.checkpoints(),
                this.activity, this::outrun);
    }

    private void outrun(long by) {
        this.host.signals()
            .accept(new Signal.ClaimOutrun(this.spec.key(), this.start.epoch(), this.start.incarnation(), by));
    }

    /** State of the claim under which the incarnation acts. */
    ChildState state() {
        return this.state;
    }

    /** The claim under which the incarnation acts, or is to act as soon as it can. */
    synchronized Claim latest() {
        return this.latest;
    }

    /**
     * The bean is built: gives it its state, if it is the active replica.
     * @throws InterruptedException if the child has to stop
     */
    void begin(Object bean) throws InterruptedException {
        synchronized (this.lock) {
            this.bean = bean;
            Claim claim = latest();
            if (hasState(claim)) {
                this.state = stateUnder(claim);
                this.used = true;
                this.state.begin(bean);
                standDownUnless(claim);
            }
            else {
                this.state.standBy(bean);
            }
        }
    }

    /** It may have lost the active role while the store was waited for. */
    private synchronized void standDownUnless(Claim claim) {
        if (this.latest != claim) {
            this.state.standDown();
        }
    }

    private boolean hasState(Claim claim) {
        return claim.role() == Role.ACTIVE && this.host.redundancy().hasOneActive();
    }

    /**
     * Goes on under another claim, when it has the state that belongs to it. Does not
     * wait. Whatever an earlier claim was waiting for is given up.
     */
    synchronized void follow(Claim claim) {
        supersede();
        if (this.over) {
            return;
        }
        this.latest = claim;
        if (this.acting.role() == Role.PASSIVE && hasState(claim)) {
            this.promoting = Thread.ofVirtual()
                .name("processhub-promote-" + this.spec.key())
                .start(() -> promote(claim));
        }
        else {
            if (claim.role() == Role.PASSIVE) {
                this.state.standDown();
            }
            act(claim);
        }
    }

    private void supersede() {
        if (this.promoting != null) {
            this.promoting.interrupt();
            this.promoting = null;
        }
    }

    private void act(Claim claim) {
        this.acting = claim;
        this.followed.accept(claim);
    }

    private void promote(Claim claim) {
        try {
            synchronized (this.lock) {
                if (isWanted(claim)) {
                    actWith(stateFor(claim), claim);
                }
            }
        }
        catch (InterruptedException ex) {
            log.debug("child {} is to be active no more, before it was", this.spec.key());
        }
        catch (RuntimeException | Error ex) {
            if (isWanted(claim)) {
                log.warn("child {} cannot become active with its state: it starts anew", this.spec.key(), ex);
                this.activity.fence();
                this.activity.stop();
            }
        }
    }

    private synchronized boolean isWanted(Claim claim) {
        return !this.over && this.latest == claim;
    }

    /**
     * The newest state there is, given to the bean; whatever it remembers of an earlier
     * claim is out of date.
     * @throws InterruptedException if it need not be active any more
     * @throws ChildStateException if it cannot be given the state
     */
    private ChildState stateFor(Claim claim) throws InterruptedException {
        Object built = this.bean;
        if (built == null || this.state.isKeptUnder(claim.epoch())) {
            return this.state;
        }
        ChildState next = stateUnder(claim);
        boolean given = next.begin(built);
        if (!given && next.isKept() && this.used) {
            throw new ChildStateException(this.spec.key(), "none was kept, and the bean has one from an earlier claim",
                    null);
        }
        this.used = true;
        return next;
    }

    private synchronized void actWith(ChildState next, Claim claim) {
        if (isWanted(claim)) {
            this.state = next;
            act(claim);
        }
    }

    /** The child has to stop: it does not become active any more. */
    synchronized void interrupt() {
        this.over = true;
        supersede();
    }

    /**
     * The child has returned: waits until its newest state is written, or may be late.
     */
    void end() {
        interrupt();
        synchronized (this.lock) {
            this.state.end();
        }
    }

}
