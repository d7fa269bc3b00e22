package io.processhub.hazelcast;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.splitbrainprotection.SplitBrainProtection;

/**
 * Protection of the registry map of a hub on a running instance, as
 * {@link HazelcastConfigs#protect} has configured it.
 */
public final class MapProtection {

    /** Scheduling may be late on a machine that is busy starting applications. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private MapProtection() {
    }

    /**
     * Waits for Hazelcast's first look at the members, without which it refuses all
     * writes, however many members there are. Waits for one heartbeat and a little, and
     * not at all if too few members are here or the map is not protected.
     * @throws InterruptedException if the thread is interrupted
     */
    public static void awaitFirstLook(HazelcastInstance hazelcast, String hubId, MapQuorum quorum)
            throws InterruptedException {
        String name = HazelcastConfigs.registryName(hubId);
        if (!hazelcast.getConfig().getSplitBrainProtectionConfigs().containsKey(name)) {
            return;
        }
        SplitBrainProtection protection = hazelcast.getSplitBrainProtectionService().getSplitBrainProtection(name);
        Duration longest = HazelcastHeartbeat.of(hazelcast.getConfig()).interval().plus(MARGIN);
        long end = System.nanoTime() + longest.toNanos();
        while (!protection.hasMinimumSize() && quorum.apply(hazelcast.getCluster().getMembers())
                && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

}
