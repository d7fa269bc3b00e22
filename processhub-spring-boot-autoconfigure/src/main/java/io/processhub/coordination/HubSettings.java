package io.processhub.coordination;

import java.time.Duration;

import io.processhub.DistributionStrategy;
import io.processhub.MigrationStrategy;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.RedundancyStrategy;
import io.processhub.RestartPolicy;
import io.processhub.SynchronizationStrategy;

/**
 * What a hub was told about how to go about its work. The same on every member.
 *
 * @param hubId name of the hub
 * @param distribution who owns a child
 * @param redundancy how many replicas it has
 * @param migration how it moves
 * @param synchronization how news of it spread
 * @param partitionTolerance how many members must be together to run children
 * @param lease how long a member may run them after it was last confirmed
 * @param restart what follows a crash, unless its spec says otherwise
 * @param helloInterval time between two introductions of this member to the others
 * @param retryDelay time before something that failed is tried again
 * @param tombstoneRetention how long stopped children are remembered; longer than any
 * member may be cut off
 * @param recovery how children are taken over that come back from the durable store
 */
public record HubSettings(String hubId, DistributionStrategy distribution, RedundancyStrategy redundancy,
        MigrationStrategy migration, SynchronizationStrategy synchronization,
        PartitionToleranceStrategy partitionTolerance, LeaseSettings lease, RestartPolicy restart,
        Duration helloInterval, Duration retryDelay, Duration tombstoneRetention, RecoverySettings recovery) {

    /** Time between two introductions, unless set. */
    public static final Duration HELLO_INTERVAL = Duration.ofSeconds(10);

    /** Delay before a retry, unless set. */
    public static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    /** How long stopped children are remembered, unless set. */
    public static final Duration TOMBSTONE_RETENTION = Duration.ofMinutes(10);

    public HubSettings {
        requirePositive("sync-interval", synchronization.syncInterval());
        requirePositive("interval", synchronization.interval());
        requirePositive("hello-interval", helloInterval);
        requirePositive("retry-delay", retryDelay);
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0, at most 365 days)");
        }
    }

    public HubSettings(String hubId, DistributionStrategy distribution, RedundancyStrategy redundancy,
            MigrationStrategy migration, SynchronizationStrategy synchronization,
            PartitionToleranceStrategy partitionTolerance, LeaseSettings lease, RestartPolicy restart) {
        this(hubId, distribution, redundancy, migration, synchronization, partitionTolerance, lease, restart,
                HELLO_INTERVAL, RETRY_DELAY, TOMBSTONE_RETENTION);
    }

    public HubSettings(String hubId, DistributionStrategy distribution, RedundancyStrategy redundancy,
            MigrationStrategy migration, SynchronizationStrategy synchronization,
            PartitionToleranceStrategy partitionTolerance, LeaseSettings lease, RestartPolicy restart,
            Duration helloInterval, Duration retryDelay, Duration tombstoneRetention) {
        this(hubId, distribution, redundancy, migration, synchronization, partitionTolerance, lease, restart,
                helloInterval, retryDelay, tombstoneRetention, RecoverySettings.DEFAULT);
    }

    /** The same, with another way to take over children from the durable store. */
    public HubSettings with(RecoverySettings recovery) {
        return new HubSettings(this.hubId, this.distribution, this.redundancy, this.migration, this.synchronization,
                this.partitionTolerance, this.lease, this.restart, this.helloInterval, this.retryDelay,
                this.tombstoneRetention, recovery);
    }

}
