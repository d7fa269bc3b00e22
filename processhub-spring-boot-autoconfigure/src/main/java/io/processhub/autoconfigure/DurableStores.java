package io.processhub.autoconfigure;

import java.time.Duration;

import com.hazelcast.config.Config;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.runtime.DurableStates;
import io.processhub.runtime.RegistryStore;

/**
 * What outlives all members.
 *
 * @param registry the children
 * @param states their checkpoints
 * @param checkpointDelay how long one may wait to be written
 */
record DurableStores(RegistryStore registry, DurableStates states, Duration checkpointDelay) {

    void keep(Config config, String hubId) {
        HazelcastConfigs.store(config, hubId, this.registry);
        HazelcastConfigs.store(config, hubId, this.states, this.checkpointDelay);
    }

}
