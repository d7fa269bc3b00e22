package io.processhub.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.coordination.HubSettings;
import io.processhub.hazelcast.HazelcastCluster;
import io.processhub.hazelcast.HazelcastHeartbeat;
import io.processhub.hazelcast.HazelcastRequirements;
import io.processhub.hazelcast.MapProtection;
import io.processhub.runtime.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Hazelcast instance that a hub uses, after a check that it can.
 *
 * @param hazelcast a member, ours or the application's
 * @param cluster the hub's view of it
 */
record HubNode(HazelcastInstance hazelcast, Cluster cluster) {

    private static final Logger log = LoggerFactory.getLogger(HubNode.class);

    HubNode {
        List<String> missing = missingFrom(hazelcast);
        if (!missing.isEmpty()) {
            throw new UnsuitableHazelcastException(hazelcast.getName(), missing);
        }
        String warning = HazelcastRequirements.versionWarning(hazelcast);
        if (warning != null) {
            log.warn(warning);
        }
    }

    /**
     * The node of a hub, once its maps may be written.
     * @param own a member of our own, null if the application has one
     */
    static HubNode of(HubSettings settings, @Nullable HazelcastInstance own, Supplier<HazelcastInstance> applications,
            HubMaps maps) throws InterruptedException {
        HazelcastInstance hazelcast = (own != null) ? own : applications.get();
        HubNode node = new HubNode(hazelcast, new HazelcastCluster(hazelcast, settings.hubId()));
        if (own == null) {
            node.checkQuorum(settings);
            if (maps.stores().get() != null) {
                node.requireStore(settings.hubId());
            }
        }
        MapProtection.awaitFirstLook(hazelcast, settings.hubId(), maps.quorum());
        return node;
    }

    /**
     * What quorum strategies ask of an instance of the application.
     * @throws UnsafeTimesException if its heartbeat is too fast for the lease
     */
    private void checkQuorum(HubSettings settings) {
        if (!ExpectedFailover.needsQuorum(settings.partitionTolerance())) {
            return;
        }
        LeaseCheck.ofApplications(settings, heartbeat()).require();
        String warning = HazelcastRequirements.protectionWarning(this.hazelcast, settings.hubId());
        if (warning != null) {
            log.warn(warning);
        }
    }

    /**
     * What durable children ask of an instance of the application.
     * @throws UnsuitableHazelcastException if its registry map is not kept in the store
     */
    private void requireStore(String hubId) {
        String missing = HazelcastRequirements.missingStore(this.hazelcast, hubId);
        if (missing != null) {
            throw new UnsuitableHazelcastException(this.hazelcast.getName(), List.of(missing));
        }
    }

    HazelcastHeartbeat heartbeat() {
        return HazelcastHeartbeat.of(this.hazelcast.getConfig());
    }

    private static List<String> missingFrom(HazelcastInstance hazelcast) {
        return (hazelcast.getLocalEndpoint() instanceof Member) ? HazelcastRequirements.missingFrom(hazelcast)
                : List.of("It is a client, and children need members to run on.");
    }

}
