package io.processhub.simulation;

import io.processhub.ChildKey;
import io.processhub.Claim;
import io.processhub.Role;
import io.processhub.coordination.Effect;

/** Thread of a child that counts, and would go on counting where it left off. */
final class SimChild {

    private final Effect.StartChild start;

    private Claim claim;

    /** What it has counted up to; known when it is up. */
    private long count;

    private boolean up;

    private boolean stopping;

    private boolean freezing;

    /** Its claim is given away, or was, while it runs. */
    private boolean retiring;

    SimChild(Effect.StartChild start) {
        this.start = start;
        this.claim = start.claim();
    }

    ChildKey key() {
        return this.start.spec().key();
    }

    long startId() {
        return this.start.startId();
    }

    Claim claim() {
        return this.claim;
    }

    void follow(Claim claim) {
        this.claim = claim;
    }

    boolean isActive() {
        return this.claim.role() == Role.ACTIVE;
    }

    /** It is to be active, and waits for the state that it goes on from. */
    void awaitState() {
        this.up = false;
    }

    long epoch() {
        return this.claim.epoch();
    }

    /** Names it, together with its number. */
    long startEpoch() {
        return this.start.claim().epoch();
    }

    int incarnation() {
        return this.start.claim().incarnation();
    }

    boolean is(long epoch, int incarnation) {
        return startEpoch() == epoch && incarnation() == incarnation;
    }

    void up(long count) {
        this.up = true;
        this.count = count;
    }

    boolean isUp() {
        return this.up;
    }

    long count() {
        return this.count;
    }

    /** It works, if it is active: something happens that nobody may forget. */
    void work() {
        if (this.up && !this.stopping && isActive()) {
            this.count++;
        }
    }

    void stop() {
        this.stopping = true;
        this.freezing = false;
    }

    void freeze() {
        this.stopping = true;
        this.freezing = true;
    }

    /** It goes on after all. */
    void thaw() {
        this.stopping = false;
        this.freezing = false;
    }

    boolean isStopping() {
        return this.stopping;
    }

    boolean isFreezing() {
        return this.freezing;
    }

    void retire() {
        this.retiring = true;
    }

    boolean isRetiring() {
        return this.retiring;
    }

    @Override
    public String toString() {
        return this.claim + ", count " + this.count;
    }

}
