package io.processhub.hazelcast;

import java.time.Duration;

import com.hazelcast.config.Config;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;

/**
 * How Hazelcast finds out that a member is gone which did not close its connections.
 *
 * @param interval time between two signs of life
 * @param timeout silence after which a member is removed
 */
public record HazelcastHeartbeat(Duration interval, Duration timeout) {

    /** Property of Hazelcast for the interval. */
    public static final String INTERVAL = ClusterProperty.HEARTBEAT_INTERVAL_SECONDS.getName();

    /** Property of Hazelcast for the timeout. */
    public static final String TIMEOUT = ClusterProperty.MAX_NO_HEARTBEAT_SECONDS.getName();

    /** Heartbeat of the members that are made of a configuration, and of this JVM. */
    public static HazelcastHeartbeat of(Config config) {
        HazelcastProperties properties = new HazelcastProperties(config);
        return new HazelcastHeartbeat(
                Duration.ofSeconds(properties.getSeconds(ClusterProperty.HEARTBEAT_INTERVAL_SECONDS)),
                Duration.ofSeconds(properties.getSeconds(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS)));
    }

}
