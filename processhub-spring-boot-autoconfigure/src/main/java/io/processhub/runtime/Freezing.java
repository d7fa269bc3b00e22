package io.processhub.runtime;

import java.util.function.Supplier;

import io.processhub.ProcessHubEvent;
import io.processhub.coordination.Effect;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an incarnation pauses so that its child can move: it is asked, has to return, and
 * its state is written. Then it ends; or it goes on with the same bean if that failed.
 */
final class Freezing {

    private static final Logger log = LoggerFactory.getLogger(Freezing.class);

    private final Incarnation incarnation;

    private final Activity activity;

    private final Supplier<ChildState> state;

    private final ChildHost host;

    private volatile Effect.@Nullable FreezeChild wanted;

    Freezing(Incarnation incarnation, Activity activity, Supplier<ChildState> state, ChildHost host) {
        this.incarnation = incarnation;
        this.activity = activity;
        this.state = state;
        this.host = host;
    }

    /**
     * Freezes the incarnation unless the child objects, without waiting for either.
     * @param frozen called when it was told to return
     */
    void begin(Effect.FreezeChild freeze, Runnable frozen) {
        Thread.ofVirtual().name("processhub-freeze-" + freeze.key()).start(() -> freeze(freeze, frozen));
    }

    private void freeze(Effect.FreezeChild freeze, Runnable frozen) {
        try {
            String objection = freeze.forced() ? null : this.state.get().objection();
            if (objection != null) {
                refuse(freeze, true, objection);
                return;
            }
            this.wanted = freeze;
            // it may be going on with another one by the time this thread does
            ChildMailbox mailbox = this.incarnation.mailbox();
            if (this.activity.freeze()) {
                this.incarnation.frozen(mailbox);
                frozen.run();
            }
        }
        catch (InterruptedException ex) {
            // nobody does that
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(Effect.FreezeChild freeze, boolean deferred, String reason) {
        this.host.signals()
            .accept(new Signal.MoveRefused(freeze.key(), freeze.epoch(), freeze.incarnation(), deferred, reason));
    }

    /** Whether this wish has not made the child end, or go on, yet. */
    boolean isPending(Effect.FreezeChild freeze) {
        return this.wanted == freeze && this.incarnation.isAlive() && this.activity.course() == Activity.Course.FROZEN;
    }

    /**
     * Called by the thread of the child when it is frozen: writes its state. Answers
     * whether the child goes on here.
     * @throws InterruptedException if it has to stop
     */
    boolean goesOn() throws InterruptedException {
        Effect.FreezeChild freeze = this.wanted;
        if (freeze == null || !freeze.handover() || !this.state.get().isKept()) {
            return false;
        }
        String problem = this.state.get().handOver();
        if (problem == null) {
            tell(ProcessHubEvent.HandoverOutcome.DELIVERED, null);
            return false;
        }
        return goesOn(freeze, problem);
    }

    private boolean goesOn(Effect.FreezeChild freeze, String problem) {
        if (this.host.checkpoints().handover().onFailure() == HandoverSettings.OnFailure.MOVE_WITHOUT_STATE) {
            log.warn("child {} moves with its last checkpoint at most, its state cannot be handed over: {}",
                    freeze.key(), problem);
            tell(ProcessHubEvent.HandoverOutcome.WITHOUT_STATE, problem);
            return false;
        }
        if (!this.activity.resume()) {
            return false;
        }
        log.warn("child {} does not move, its state cannot be handed over: {}", freeze.key(), problem);
        tell(ProcessHubEvent.HandoverOutcome.REFUSED, problem);
        refuse(freeze, false, problem);
        return true;
    }

    private void tell(ProcessHubEvent.HandoverOutcome outcome, @Nullable String reason) {
        this.host.events()
            .accept(new ProcessHubEvent.HandoverDelivered(this.incarnation.key(), this.incarnation.epoch(), outcome,
                    reason));
    }

}
