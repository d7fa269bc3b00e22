package io.processhub.autoconfigure;

import java.util.function.Supplier;

import com.hazelcast.config.Config;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.MapQuorum;
import org.jspecify.annotations.Nullable;

/**
 * What the maps of a hub ask of the configuration of a Hazelcast member.
 *
 * @param hubId which hub
 * @param guarded whether they are written only while enough members are together
 * @param quorum how many that are
 * @param stores what outlives all members; null if nothing does
 */
record HubMaps(String hubId, boolean guarded, MapQuorum quorum, Supplier<@Nullable DurableStores> stores) {

    void addTo(Config config) {
        if (this.guarded) {
            HazelcastConfigs.protect(config, this.hubId, this.quorum);
        }
        DurableStores durable = this.stores.get();
        if (durable != null) {
            durable.keep(config, this.hubId);
        }
    }

}
