package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;

import io.processhub.ProcessHubEvent;
import io.processhub.Quorum;
import org.jspecify.annotations.Nullable;

/**
 * Whether this member may decide and run children: it may while its lease is valid, and
 * for a short grace after. Where no quorum is needed, it always may.
 */
final class Quorums {

    /** Leases for which a member that leaves waits for a quorum to agree to that. */
    private static final int PATIENCE = 10;

    private final HubState state;

    private Instant awakeSince = Instant.MIN;

    private Instant lastSeen = Instant.MIN;

    private Instant missingSince = Instant.MAX;

    private Instant leavingSince = Instant.MAX;

    private boolean held;

    private boolean everHeld;

    private volatile @Nullable Quorum published;

    private volatile boolean refusing;

    Quorums(HubState state) {
        this.state = state;
    }

    /** Whether there is none, so that nothing may be decided. */
    boolean isMissing() {
        return this.state.voting.isRequired() && !this.held;
    }

    /**
     * Whether it has been missing for so long, since this member began to leave, that it
     * should not wait for it: the others may need its vote to have one again.
     */
    boolean isGivenUp() {
        Duration patience = this.state.settings.lease().duration().multipliedBy(PATIENCE);
        Instant since = this.missingSince.isAfter(this.leavingSince) ? this.missingSince : this.leavingSince;
        return isMissing() && !since.equals(Instant.MAX) && !this.state.now.isBefore(since.plus(patience));
    }

    /** Whether starts are to wait for the first quorum. */
    boolean isAwaited() {
        return isMissing() && !this.everHeld && !this.state.settings.partitionTolerance().startupConfirm();
    }

    /** Whether starts and stops are refused. May be asked from any thread. */
    boolean isRefusing() {
        return this.refusing;
    }

    /** As of now. May be asked from any thread. */
    Quorum published() {
        Quorum known = this.published;
        if (known != null) {
            return known;
        }
        int required = this.state.strategies.quorum(1);
        return (required == 0) ? Quorum.NONE_REQUIRED : new Quorum(false, 1, required);
    }

    /**
     * Compares with the lease; answers whether quorum was lost or gained. A member that
     * slept gets the grace when it wakes: there may be news it has not read yet.
     */
    boolean look() {
        if (!this.state.voting.isRequired()) {
            return false;
        }
        Duration longest = this.state.settings.lease().interval().multipliedBy(2);
        if (this.lastSeen == Instant.MIN || this.lastSeen.plus(longest).isBefore(this.state.now)) {
            this.awakeSince = this.state.now;
        }
        this.lastSeen = this.state.now;
        this.state.lease.endLimited();
        boolean leaves = !this.state.directory.self().isUp();
        this.leavingSince = (leaves && this.leavingSince == Instant.MAX) ? this.state.now : this.leavingSince;
        boolean before = this.held;
        this.missingSince = (before || this.missingSince == Instant.MAX) ? this.state.now : this.missingSince;
        this.held = this.state.lease.isValid() || before && isInGrace();
        this.everHeld |= this.held;
        this.refusing = isMissing() && !isAwaited();
        publish();
        if (before != this.held) {
            tell();
        }
        return before != this.held;
    }

    private boolean isInGrace() {
        Instant end = this.state.lease.until();
        Instant since = end.isAfter(this.awakeSince) ? end : this.awakeSince;
        return this.state.now.isBefore(since.plus(this.state.settings.lease().grace()));
    }

    private void publish() {
        Electorate electorate = this.state.voting.electorate();
        int visible = (electorate == null) ? this.state.directory.members().size() : this.state.lease.visible();
        int required = (electorate == null) ? this.state.strategies.quorum(this.state.directory.members().size())
                : electorate.quorum();
        Quorum now = new Quorum(this.held, visible, required);
        if (!now.equals(this.published)) {
            this.published = now;
        }
    }

    private void tell() {
        Quorum now = published();
        this.state.outbox
            .add(new Effect.Tell(this.held ? new ProcessHubEvent.QuorumRegained(now.visible(), now.required())
                    : new ProcessHubEvent.QuorumLost(now.visible(), now.required())));
    }

}
