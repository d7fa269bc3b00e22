package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Nothing until the cluster has settled, then so many children in each second: what was
 * not made use of in a tenth of a second is lost, so that there is never a herd.
 */
final class RecoveryPace {

    private static final Duration SLICE = Duration.ofMillis(100);

    /** How many times the cluster may begin to settle anew. */
    private static final int PATIENCE = 4;

    private final RecoverySettings settings;

    private int members;

    private @Nullable Instant opensAt;

    private Instant latest = Instant.MAX;

    /** Up to when the children that were taken use up the rate. */
    private Instant spent = Instant.MIN;

    RecoveryPace(RecoverySettings settings) {
        this.settings = settings;
    }

    /** The cluster has so many members; with each one more it begins to settle anew. */
    void meet(int members, Instant now) {
        if (this.opensAt == null) {
            this.latest = now.plus(this.settings.settle().multipliedBy(PATIENCE));
        }
        if (this.opensAt == null || members > this.members && now.isBefore(this.opensAt)) {
            Instant settled = now.plus(this.settings.settle());
            this.opensAt = settled.isBefore(this.latest) ? settled : this.latest;
        }
        this.members = members;
    }

    /** Takes one child if the pace allows it. */
    boolean take(Instant now) {
        if (available(now) == 0) {
            return false;
        }
        this.spent = begin(now).plus(share());
        return true;
    }

    /** How many children may be taken now. */
    int available(Instant now) {
        if (this.opensAt == null || now.isBefore(this.opensAt)) {
            return 0;
        }
        return (int) Math.max(0, Duration.between(begin(now), now).dividedBy(share()));
    }

    private Instant begin(Instant now) {
        Instant earliest = now.minus((share().compareTo(SLICE) > 0) ? share() : SLICE);
        return this.spent.isBefore(earliest) ? earliest : this.spent;
    }

    private Duration share() {
        return Duration.ofSeconds(1).dividedBy(this.settings.rate());
    }

    /** When it is worth while to look again. */
    Instant next(Instant now) {
        Instant soon = now.plus(SLICE);
        return (this.opensAt != null && soon.isBefore(this.opensAt)) ? this.opensAt : soon;
    }

}
