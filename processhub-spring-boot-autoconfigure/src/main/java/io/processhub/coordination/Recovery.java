package io.processhub.coordination;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;

/**
 * When this member takes over children that have come back from the durable store: once
 * the cluster has settled, and a limited number in each second.
 */
final class Recovery {

    private final HubState state;

    private final RecoveryPace pace;

    /** Children that wait for their turn, in the order in which they were looked at. */
    private final SequencedSet<ChildKey> waiting = new LinkedHashSet<>();

    /**
     * Children whose turn it was; they need not wait again if they are asked for twice.
     */
    private final Set<ChildKey> admitted = new HashSet<>();

    private boolean armed;

    Recovery(HubState state) {
        this.state = state;
        this.pace = new RecoveryPace(state.settings.recovery());
    }

    /**
     * Whether this member may take over a child now; if not, it is looked at again when
     * its turn comes. All but those from the store may be taken at any time.
     */
    boolean admits(ChildRecord row) {
        ChildKey key = row.key();
        if (!StoredRow.isRecovered(row) || this.admitted.contains(key)) {
            return true;
        }
        this.pace.meet(this.state.directory.members().size(), this.state.now);
        if (this.pace.take(this.state.now)) {
            this.waiting.remove(key);
            this.admitted.add(key);
        }
        else {
            this.waiting.add(key);
        }
        arm();
        return this.admitted.contains(key);
    }

    private void arm() {
        if (!this.armed) {
            this.armed = true;
            this.state.timers.at(this.pace.next(this.state.now), this::release);
        }
    }

    private void release() {
        this.armed = false;
        List<ChildKey> next = this.waiting.stream().limit(this.pace.available(this.state.now)).toList();
        next.forEach(this.waiting::remove);
        this.state.dirty.addAll(next);
        this.admitted.removeIf(this::isTaken);
        if (!this.waiting.isEmpty() || !this.admitted.isEmpty()) {
            arm();
        }
    }

    private boolean isTaken(ChildKey key) {
        ChildRecord row = this.state.view.row(key);
        return row == null || !StoredRow.isRecovered(row);
    }

}
