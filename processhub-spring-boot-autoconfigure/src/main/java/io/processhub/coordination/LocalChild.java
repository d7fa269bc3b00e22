package io.processhub.coordination;

import java.time.Instant;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.RestartPolicy;
import io.processhub.Role;
import io.processhub.restart.ExitReason;
import io.processhub.restart.RestartDecision;
import io.processhub.restart.RestartHistory;
import org.jspecify.annotations.Nullable;

/** A child on this member: what its supervisor was told last, and what is known of it. */
final class LocalChild {

    /** What a child is about. */
    enum Phase {

        /** Has a thread, and should. */
        RUNNING,

        /** Has a thread, and was told to stop. */
        STOPPING,

        /** Was stopped; what follows depends on the registry. */
        STOPPED,

        /** Waits for its restart. */
        WAITING,

        /** Failed too often. */
        PARKED,

        /** Has done its work, and has to leave the registry. */
        COMPLETED;

        boolean hasThread() {
            return this == RUNNING || this == STOPPING;
        }

    }

    private final ChildSpec spec;

    private Claim claim;

    /** Names the thread together with the incarnation: its claim may change. */
    private long startEpoch;

    private final long startId;

    private final RestartPolicy policy;

    private @Nullable RestartHistory history;

    private Phase phase = Phase.RUNNING;

    private int incarnation;

    private Instant startedAt;

    private boolean up;

    private boolean overdue;

    private boolean offered;

    private boolean freezing;

    private long outrunBy;

    private @Nullable String error;

    LocalChild(ChildSpec spec, Claim claim, long startId, RestartPolicy policy, Instant now) {
        this.spec = spec;
        this.startId = startId;
        this.claim = claim;
        this.startEpoch = claim.epoch();
        this.policy = policy;
        this.incarnation = claim.incarnation();
        this.error = claim.error();
        this.startedAt = now;
    }

    ChildKey key() {
        return this.spec.key();
    }

    ChildSpec spec() {
        return this.spec;
    }

    long epoch() {
        return this.claim.epoch();
    }

    Role role() {
        return this.claim.role();
    }

    /** Epoch under which its thread was started. */
    long startEpoch() {
        return this.startEpoch;
    }

    Phase phase() {
        return this.phase;
    }

    int incarnation() {
        return this.incarnation;
    }

    boolean isUp() {
        return this.up;
    }

    boolean is(long epoch, int incarnation) {
        return this.startEpoch == epoch && this.incarnation == incarnation;
    }

    /** Goes on under another claim; its thread, if it has one, stays the same. */
    void follow(Claim claim) {
        this.claim = claim;
    }

    /** The start of the incarnation that runs, or is to run. */
    Effect.StartChild start() {
        return new Effect.StartChild(this.spec, current(), this.startId);
    }

    /** The end of the incarnation that runs. */
    Effect.StopChild stop() {
        return new Effect.StopChild(key(), this.startEpoch, this.incarnation);
    }

    /** Has the state of the incarnation offered to the one that stays. */
    Effect.OfferState offerState() {
        return new Effect.OfferState(key(), this.startEpoch, this.incarnation);
    }

    /** The claim of the incarnation that runs, or is to run. */
    Claim current() {
        return this.claim.with(Claim.State.RUNNING, this.incarnation, this.error);
    }

    void adoptParked() {
        this.phase = Phase.PARKED;
    }

    void markUp() {
        this.up = true;
        this.overdue = false;
    }

    /** The bean takes long to build, or the end takes longer than its grace. */
    void markOverdue() {
        this.overdue = true;
    }

    /** Whether it does not end although its grace is over. */
    boolean isStuck() {
        return this.phase == Phase.STOPPING && this.overdue;
    }

    void stopping() {
        this.phase = Phase.STOPPING;
        this.overdue = false;
        this.freezing = false;
    }

    /** Told to stop, unless it cannot hand over its state. */
    void freezing() {
        stopping();
        this.freezing = true;
    }

    /** Goes on, if it was only told to freeze; answers whether it does. */
    boolean goOn() {
        boolean goesOn = this.phase == Phase.STOPPING && this.freezing;
        if (goesOn) {
            this.phase = Phase.RUNNING;
            this.freezing = false;
        }
        return goesOn;
    }

    /** Whether it runs, or may go on to do so, and was not told to stop. */
    boolean isToRun() {
        return this.phase == Phase.RUNNING || this.phase == Phase.STOPPING && this.freezing;
    }

    /** Whether a command that gives its claim away may be on its way. */
    boolean isOffered() {
        return this.offered;
    }

    /**
     * Cancels a restart that is due: the claim is being given away. Even if no answer
     * comes, that may happen at any time later.
     */
    void offer() {
        this.offered = true;
        if (this.phase == Phase.WAITING) {
            this.phase = Phase.STOPPED;
        }
    }

    /** Its state was opened under this epoch: its claim is of use under a greater one. */
    void outrun(long by) {
        this.outrunBy = Math.max(this.outrunBy, by);
        this.offered = true;
    }

    /** The next claim has to be greater. */
    long outrunBy() {
        return this.outrunBy;
    }

    /** Its restart is due, but may not happen now; it follows when it may. */
    void postpone() {
        this.phase = Phase.STOPPED;
    }

    /** Its restarts are counted anew. */
    void forgetFailures() {
        this.history = null;
    }

    void again(Instant now) {
        this.phase = Phase.RUNNING;
        this.startEpoch = this.claim.epoch();
        this.incarnation++;
        this.startedAt = now;
        this.up = false;
        this.overdue = false;
    }

    /**
     * The thread has ended; answers what follows, null if that depends on the registry.
     */
    @Nullable RestartDecision exited(ExitReason reason, Instant now) {
        if (this.phase == Phase.STOPPING && !isDone(reason) || reason instanceof ExitReason.Stopped) {
            this.phase = Phase.STOPPED;
            return null;
        }
        if (this.history == null) {
            this.history = new RestartHistory(this.policy, key().value().hashCode());
        }
        RestartDecision decision = this.history.onExit(reason, this.startedAt, now);
        this.phase = switch (decision) {
            case RestartDecision.Restart _ -> Phase.WAITING;
            case RestartDecision.Park _ -> Phase.PARKED;
            case RestartDecision.Remove _ -> Phase.COMPLETED;
        };
        this.error = errorAfter(reason, decision);
        return decision;
    }

    /** Whether it has done its work for good, though it was being told to stop. */
    private boolean isDone(ExitReason reason) {
        return reason instanceof ExitReason.Completed && this.policy.mode() != RestartPolicy.Mode.PERMANENT;
    }

    private @Nullable String errorAfter(ExitReason reason, RestartDecision decision) {
        if (decision instanceof RestartDecision.Park park) {
            return park.error();
        }
        return (reason instanceof ExitReason.Failed failed) ? failed.error() : this.error;
    }

    /** How the claim should read; {@code known} is how it reads. */
    Claim report(Claim known) {
        Claim.State state = switch (this.phase) {
            case RUNNING -> (!this.up && this.overdue) ? Claim.State.STARTING : Claim.State.RUNNING;
            case WAITING -> Claim.State.RESTARTING;
            case PARKED -> Claim.State.FAILED;
            case STOPPING -> this.overdue ? Claim.State.STUCK : known.state();
            case STOPPED, COMPLETED -> known.state();
        };
        return known.with(state, this.incarnation, this.error);
    }

}
