package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.processhub.coordination.HubSettings;
import io.processhub.hazelcast.HazelcastHeartbeat;
import io.processhub.partition.DynamicQuorum;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Whether the lease of a member that is cut off is over before the others are told that
 * it is gone. Only quorum strategies have leases.
 *
 * @param settings lease and strategy
 * @param heartbeat when the others are told
 * @param intervalName property for the interval of the heartbeat
 * @param timeoutName property for its timeout
 */
record LeaseCheck(HubSettings settings, HazelcastHeartbeat heartbeat, String intervalName, String timeoutName) {

    private static final String LEASE_NAME = "processhub.lease-duration";

    private static final String THRESHOLD_NAME = "processhub.partition-tolerance.dynamic-quorum.threshold-time";

    /** Check for a member of our own. */
    static LeaseCheck ofOwn(HubSettings settings, HazelcastHeartbeat heartbeat) {
        return new LeaseCheck(settings, heartbeat, "processhub.cluster.heartbeat-interval",
                "processhub.cluster.heartbeat-timeout");
    }

    /** Check for what the application has configured itself. */
    static LeaseCheck ofApplications(HubSettings settings, HazelcastHeartbeat heartbeat) {
        return new LeaseCheck(settings, heartbeat, HazelcastHeartbeat.INTERVAL, HazelcastHeartbeat.TIMEOUT);
    }

    /**
     * Ends the start of the application if something is wrong.
     * @throws UnsafeTimesException if so, with all of it
     */
    void require() {
        requireNone(conflicts());
    }

    /**
     * Ends the start of the application if something is wrong with one of its hubs.
     * @throws UnsafeTimesException if so, with all of it
     */
    static void requireAll(List<HubSettings> hubs, Function<HubSettings, LeaseCheck> checks) {
        requireNone(hubs.stream()
            .flatMap((hub) -> checks.apply(hub)
                .conflicts()
                .stream()
                .map((conflict) -> ((hubs.size() > 1) ? "Hub '" + hub.hubId() + "': " : "") + conflict))
            .toList());
    }

    private static void requireNone(List<String> conflicts) {
        if (!conflicts.isEmpty()) {
            throw new UnsafeTimesException(conflicts);
        }
    }

    /** What is wrong and what to do about it, one text for each; empty if nothing is. */
    List<String> conflicts() {
        List<String> conflicts = new ArrayList<>();
        if (ExpectedFailover.needsQuorum(this.settings.partitionTolerance())) {
            addLease(conflicts);
            addInterval(conflicts);
            addThreshold(conflicts);
        }
        return conflicts;
    }

    private void addLease(List<String> conflicts) {
        Duration lease = this.settings.lease().duration();
        if (timeout().compareTo(lease.multipliedBy(2)) < 0) {
            conflicts.add(timeoutText() + ", less than twice " + LEASE_NAME + ", " + text(lease)
                    + ": the others could be told that a member is gone which still runs its children. Set "
                    + this.timeoutName + " to " + text(wholeSeconds(lease.multipliedBy(2))) + " or more, or "
                    + LEASE_NAME + " to " + text(timeout().dividedBy(2)) + " or less.");
        }
    }

    private void addInterval(List<String> conflicts) {
        Duration interval = this.heartbeat.interval();
        if (timeout().compareTo(interval.multipliedBy(2)) <= 0) {
            conflicts.add(timeoutText() + ", not more than twice " + this.intervalName + ", " + text(interval)
                    + ": one heartbeat that comes late would remove a member. Set " + this.timeoutName
                    + " to more than " + text(interval.multipliedBy(2)) + ", or " + this.intervalName + " to less than "
                    + text(timeout().dividedBy(2)) + ".");
        }
    }

    private void addThreshold(List<String> conflicts) {
        Duration least = timeout().plus(ExpectedFailover.NEW_MASTER);
        if (this.settings.partitionTolerance() instanceof DynamicQuorum strategy
                && strategy.threshold().compareTo(least) <= 0) {
            conflicts.add(THRESHOLD_NAME + " is " + text(strategy.threshold()) + ", and " + timeoutText()
                    + ": members lost in a split, of which the last are noticed 5s after the timeout, would be"
                    + " forgotten before. Set " + THRESHOLD_NAME + " to more than " + text(least) + ".");
        }
    }

    private Duration timeout() {
        return this.heartbeat.timeout();
    }

    private String timeoutText() {
        return this.timeoutName + " is " + text(timeout());
    }

    private static Duration wholeSeconds(Duration duration) {
        return Duration.ofSeconds(duration.plusMillis(999).toSeconds());
    }

    private static String text(Duration duration) {
        return DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE);
    }

}
