package io.processhub.autoconfigure;

import java.util.List;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.hazelcast.HazelcastRequirements;
import io.processhub.runtime.Cluster;
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

    private static List<String> missingFrom(HazelcastInstance hazelcast) {
        return (hazelcast.getLocalEndpoint() instanceof Member) ? HazelcastRequirements.missingFrom(hazelcast)
                : List.of("It is a client, and children need members to run on.");
    }

}
