package io.processhub.autoconfigure;

import java.time.Duration;

import io.processhub.PartitionToleranceStrategy;
import io.processhub.RestartPolicy;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.LeaseSettings;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.hazelcast.HazelcastHeartbeat;
import io.processhub.migration.ColdSwap;
import io.processhub.redundancy.Singularity;
import io.processhub.synchronization.PubSub;

/** Settings of hubs that are not started. */
final class TestSettings {

    private TestSettings() {
    }

    static HubSettings of(PartitionToleranceStrategy strategy, Duration lease, boolean trust) {
        return new HubSettings("default", new ConsistentHashing(), new Singularity(), new ColdSwap(), new PubSub(),
                strategy, new LeaseSettings(lease, trust), RestartPolicy.DEFAULT);
    }

    static HazelcastHeartbeat heartbeat(int interval, int timeout) {
        return new HazelcastHeartbeat(Duration.ofSeconds(interval), Duration.ofSeconds(timeout));
    }

}
