package io.processhub.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

import io.processhub.RestartPolicy;
import io.processhub.RestartPolicy.Backoff;
import io.processhub.RestartPolicy.Mode;

/**
 * Restarts of one child on one member. Delays grow from restart to restart, and begin
 * anew once an incarnation has lived for the policy's window.
 */
public final class RestartHistory {

    private final RestartPolicy policy;

    private final long seed;

    private final Deque<Instant> restarts = new ArrayDeque<>(2);

    private int attempt;

    /**
     * No restarts yet.
     * @param seed spreads the delays of children that fail at the same moment; different
     * for each child
     */
    public RestartHistory(RestartPolicy policy, long seed) {
        this.policy = policy;
        this.seed = seed;
    }

    /**
     * Decides what follows.
     * @param startedAt when the incarnation began
     */
    public RestartDecision onExit(ExitReason reason, Instant startedAt, Instant now) {
        if (!callsForRestart(reason)) {
            return new RestartDecision.Remove();
        }
        this.restarts.removeIf((at) -> !at.isAfter(now.minus(this.policy.within())));
        if (this.restarts.size() >= this.policy.maxRestarts()) {
            return new RestartDecision.Park(parkedBecause(reason));
        }
        if (!startedAt.isAfter(now.minus(this.policy.within()))) {
            this.attempt = 0;
        }
        this.restarts.add(now);
        return new RestartDecision.Restart(delay(this.attempt++));
    }

    private boolean callsForRestart(ExitReason reason) {
        return switch (reason) {
            case ExitReason.Stopped _ -> true;
            case ExitReason.Completed _ -> this.policy.mode() == Mode.PERMANENT;
            case ExitReason.Failed _ -> this.policy.mode() != Mode.TEMPORARY;
        };
    }

    private String parkedBecause(ExitReason reason) {
        String last = (reason instanceof ExitReason.Failed failed) ? failed.error() : "the child returned";
        return "parked after " + this.policy.maxRestarts() + " restarts within " + this.policy.within() + ": " + last;
    }

    /**
     * {@code min(initial * multiplier^attempt, max)}, made longer or shorter by up to the
     * share {@code jitter}.
     */
    Duration delay(int attempt) {
        Backoff backoff = this.policy.backoff();
        double nanos = backoff.initial().toNanos() * Math.pow(backoff.multiplier(), attempt);
        double capped = Math.min(nanos, backoff.max().toNanos());
        return Duration.ofNanos((long) (capped * (1 + backoff.jitter() * spread(attempt))));
    }

    /** A number from -1 to 1 that depends on child and attempt only: SplitMix64. */
    private double spread(int attempt) {
        long z = this.seed + attempt * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >> 11) * 0x1.0p-52;
    }

}
