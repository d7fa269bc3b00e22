package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.Locale;

import io.processhub.PartitionToleranceStrategy;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.LeaseSettings;
import io.processhub.hazelcast.HazelcastHeartbeat;

/**
 * About how long children of a lost member do not run.
 *
 * @param killed if its process has ended
 * @param cutOff if its machine has vanished, or the network between
 * @param cutOffWithMaster the same if the eldest member was among the lost
 */
record ExpectedFailover(Duration killed, Duration cutOff, Duration cutOffWithMaster) {

    /** From the end of a process to the removal of its node. */
    private static final Duration CLOSED_CONNECTION = Duration.ofMillis(500);

    /** From the removal of a node to the start of its children, and then some. */
    private static final Duration TAKEOVER = Duration.ofSeconds(1);

    /** How long a node waits before it becomes master in place of a silent one. */
    static final Duration NEW_MASTER = Duration.ofSeconds(5);

    static ExpectedFailover of(HubSettings settings, HazelcastHeartbeat heartbeat) {
        Duration cutOff = heartbeat.timeout().plus(TAKEOVER);
        if (!needsQuorum(settings.partitionTolerance())) {
            return new ExpectedFailover(CLOSED_CONNECTION, cutOff, cutOff);
        }
        return new ExpectedFailover(killed(settings.lease()), cutOff, cutOff.plus(NEW_MASTER));
    }

    /** Whether there is a side of a split that has to stop. */
    static boolean needsQuorum(PartitionToleranceStrategy strategy) {
        return strategy.quorum(1) > 0;
    }

    private static Duration killed(LeaseSettings lease) {
        boolean waits = !lease.trustConnectionRefused() && lease.patience().compareTo(CLOSED_CONNECTION) > 0;
        return waits ? lease.patience() : CLOSED_CONNECTION;
    }

    /** For a line of the log. */
    String text() {
        String text = "a killed member's children run again after about " + seconds(this.killed)
                + ", a cut-off member's after about " + seconds(this.cutOff);
        return this.cutOffWithMaster.equals(this.cutOff) ? text
                : text + " (" + seconds(this.cutOffWithMaster) + " if the eldest member is cut off too)";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0).replace(".0 ", " ");
    }

}
