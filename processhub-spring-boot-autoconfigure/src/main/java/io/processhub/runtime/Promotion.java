package io.processhub.runtime;

import java.util.function.Consumer;

import io.processhub.ChildSpec;
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

    private final Object lock = new Object();

    private volatile ChildState state;

    /** The newest claim, perhaps not followed yet. */
    private volatile Claim latest;

    private volatile @Nullable Object bean;

    /** Claim whose state the bean was given. */
    private @Nullable Claim opened;

    private volatile @Nullable Thread promoting;

    /**
     * Claim of an incarnation whose bean is not built.
     * @param followed told of another claim when the incarnation may act under it
     */
    Promotion(Effect.StartChild start, ChildHost host, Activity activity, Consumer<Claim> followed) {
        this.spec = start.spec();
        this.startId = start.startId();
        this.start = start.claim();
        this.host = host;
        this.activity = activity;
        this.followed = followed;
        this.latest = start.claim();
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

    /**
     * The bean is built: gives it its state, if it is the active replica.
     * @throws InterruptedException if the child has to stop
     */
    void begin(Object bean) throws InterruptedException {
        synchronized (this.lock) {
            this.bean = bean;
            Claim claim = this.latest;
            if (hasState(claim)) {
                this.opened = claim;
                this.state = stateUnder(claim);
                this.state.begin(bean);
            }
            else {
                this.state.standBy(bean);
            }
        }
    }

    private boolean hasState(Claim claim) {
        return claim.role() == Role.ACTIVE && this.host.redundancy().hasOneActive();
    }

    /** Goes on under another claim, when it has the state that belongs to it. */
    void follow(Claim before, Claim claim) {
        this.latest = claim;
        if (before.role() == Role.PASSIVE && hasState(claim)) {
            this.promoting = Thread.ofVirtual()
                .name("processhub-promote-" + this.spec.key())
                .start(() -> promote(claim));
        }
        else {
            this.followed.accept(claim);
        }
    }

    private void promote(Claim claim) {
        try {
            synchronized (this.lock) {
                Object built = this.bean;
                if (this.latest != claim) {
                    return;
                }
                if (built != null && this.opened != claim) {
                    ChildState next = stateUnder(claim);
                    next.begin(built);
                    this.state = next;
                    this.opened = claim;
                }
                if (this.latest == claim) {
                    this.followed.accept(claim);
                }
            }
        }
        catch (InterruptedException ex) {
            log.debug("child {} has to stop before it is active", this.spec.key());
        }
        catch (RuntimeException | Error ex) {
            if (this.latest == claim) {
                log.warn("child {} cannot become active with its state: it starts anew", this.spec.key(), ex);
                this.activity.fence();
                this.activity.stop();
            }
        }
    }

    /** The child has to stop. */
    void interrupt() {
        Thread thread = this.promoting;
        if (thread != null) {
            thread.interrupt();
        }
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
