package io.processhub.hazelcast;

import java.util.ArrayList;
import java.util.List;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MapStoreConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import com.hazelcast.version.MemberVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a Hazelcast instance that an application made itself must have. Only looks,
 * changes nothing.
 */
public final class HazelcastRequirements {

    private static final MemberVersion TESTED = MemberVersion.of(5, 7, 0);

    private HazelcastRequirements() {
    }

    /**
     * What a running instance lacks, one sentence for each thing, for a failure analysis;
     * empty if nothing.
     */
    public static List<String> missingFrom(HazelcastInstance hazelcast) {
        Config config = hazelcast.getConfig();
        List<String> missing = new ArrayList<>();
        if (!(config.getSerializationConfig()
            .getDataSerializableFactories()
            .get(WireType.FACTORY_ID) instanceof WireType.Factory)) {
            missing.add("It cannot read what hubs write: their serialization is not registered under number "
                    + WireType.FACTORY_ID + ".");
        }
        if (shutdownHookEnabled(config)) {
            missing.add("Its shutdown hook would end it before the hub has handed over its children: set the property "
                    + HazelcastConfigs.SHUTDOWN_HOOK + " to false.");
        }
        registryMap(config.findMapConfig(HazelcastConfigs.registryName("any")), missing);
        stateMap(config.findMapConfig(HazelcastConfigs.statesName("any")), missing);
        return List.copyOf(missing);
    }

    /**
     * What a running instance lacks to keep the maps of a hub in a durable store; null if
     * nothing. It cannot be given it.
     */
    public static @Nullable String missingStore(HazelcastInstance hazelcast, String hubId) {
        String registry = HazelcastConfigs.registryName(hubId);
        String states = HazelcastConfigs.statesName(hubId);
        return isStored(hazelcast, registry, StoredBuckets.class) && isStored(hazelcast, states, StoredStates.class)
                ? null
                : "Its maps '" + registry + "' and '" + states + "' are not both kept in the durable store: pass its"
                        + " configuration through io.processhub.hazelcast.HazelcastConfigs.store, with the beans of type"
                        + " RegistryStore and DurableStates, before the instance is made of it.";
    }

    private static boolean isStored(HazelcastInstance hazelcast, String map, Class<?> by) {
        MapStoreConfig store = hazelcast.getConfig().findMapConfig(map).getMapStoreConfig();
        return store.isEnabled() && by.isInstance(store.getImplementation());
    }

    private static boolean shutdownHookEnabled(Config config) {
        String value = config.getProperty(HazelcastConfigs.SHUTDOWN_HOOK);
        return !"false".equals((value != null) ? value : System.getProperty(HazelcastConfigs.SHUTDOWN_HOOK));
    }

    private static void registryMap(MapConfig map, List<String> missing) {
        String prefix = "Its maps named '" + HazelcastConfigs.registryName("*") + "' ";
        if (!HigherEpochMergePolicy.class.getName().equals(map.getMergePolicyConfig().getPolicy())) {
            missing.add(prefix + "could lose children in a merge: set the merge policy "
                    + HigherEpochMergePolicy.class.getName() + ".");
        }
        if (map.getInMemoryFormat() != InMemoryFormat.OBJECT) {
            missing.add(prefix + "would copy many rows for each write: set the in-memory format OBJECT.");
        }
        if (map.getBackupCount() == 0) {
            missing.add(prefix + "would lose rows when a member crashes: set a backup count of at least 1.");
        }
    }

    private static void stateMap(MapConfig map, List<String> missing) {
        String prefix = "Its maps named '" + HazelcastConfigs.statesName("*") + "' ";
        if (!NewerStateMergePolicy.class.getName().equals(map.getMergePolicyConfig().getPolicy())) {
            missing.add(prefix + "could go back to an older state in a merge: set the merge policy "
                    + NewerStateMergePolicy.class.getName() + ".");
        }
        if (map.getBackupCount() == 0) {
            missing.add(prefix + "would lose states when a member crashes: set a backup count of at least 1.");
        }
    }

    /**
     * What to say at start if nothing but the lease keeps a member without quorum from
     * writing to the registry map of a hub; null if something does. A running instance
     * cannot be given it.
     */
    public static @Nullable String protectionWarning(HazelcastInstance hazelcast, String hubId) {
        Config config = hazelcast.getConfig();
        String map = HazelcastConfigs.registryName(hubId);
        String protection = config.findMapConfig(map).getSplitBrainProtectionName();
        return isInForce(config, protection) ? null
                : "The application's Hazelcast instance '" + hazelcast.getName() + "' has no split-brain protection"
                        + " for the map '" + map + "': only the leases keep members without quorum from writing to it."
                        + " To add this second wall, define a bean of type com.hazelcast.config.Config instead of the"
                        + " instance, or pass its configuration through"
                        + " io.processhub.hazelcast.HazelcastConfigs.protect, with the bean of type"
                        + " MapQuorum, before the instance is made of it.";
    }

    private static boolean isInForce(Config config, @Nullable String protection) {
        SplitBrainProtectionConfig found = (protection != null)
                ? config.getSplitBrainProtectionConfigs().get(protection) : null;
        return found != null && found.isEnabled() && found.getProtectOn() != SplitBrainProtectionOn.READ;
    }

    /**
     * What to say at start if this Hazelcast is older than the one we test with; null if
     * it is not.
     */
    public static @Nullable String versionWarning(HazelcastInstance hazelcast) {
        return versionWarning(hazelcast.getCluster().getLocalMember().getVersion());
    }

    static @Nullable String versionWarning(MemberVersion version) {
        return (version.compareTo(TESTED) >= 0) ? null
                : "Hazelcast " + version + " is older than " + TESTED
                        + ", with which this is tested, and does not form "
                        + "a cluster with it. It comes from the dependency management of Spring Boot: set the property "
                        + "hazelcast.version to " + TESTED + " in the build of the application.";
    }

}
