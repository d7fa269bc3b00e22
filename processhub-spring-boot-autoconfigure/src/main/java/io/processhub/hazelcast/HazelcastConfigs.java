package io.processhub.hazelcast;

import java.time.Duration;
import java.util.List;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MapStoreConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import io.processhub.runtime.DurableStates;
import io.processhub.runtime.RegistryStore;

/**
 * Makes Hazelcast configurations: a whole one for a member of our own, or our part of an
 * application's.
 */
public final class HazelcastConfigs {

    static final String EXECUTOR = "processhub";

    /** Executor that hands on votes, which must not wait behind anything else. */
    static final String VOTES = "processhub.votes";

    static final String SHUTDOWN_HOOK = "hazelcast.shutdownhook.enabled";

    private static final String REGISTRIES = registryName("*");

    private static final int STATES_AT_ONCE = 500;

    private static final String STATES = statesName("*");

    private HazelcastConfigs() {
    }

    /** Name of the map that holds the registry of a hub. */
    public static String registryName(String hubId) {
        return "processhub." + hubId + ".registry";
    }

    /** Name of the map that holds the state of the children of a hub. */
    public static String statesName(String hubId) {
        return "processhub." + hubId + ".states";
    }

    /**
     * A configuration for a member of our own; may be changed before the member starts.
     */
    public static Config of(HazelcastSettings settings) {
        Config config = new Config().setClusterName(settings.clusterName());
        network(config, settings);
        times(config, settings);
        quiet(config);
        config.getSerializationConfig().setJavaSerializationFilterConfig(javaFilter());
        return complete(config, settings.backups());
    }

    /**
     * Adds what a hub needs to an application's configuration: our serialization,
     * executors, the settings of the registry maps, and the end of Hazelcast's shutdown
     * hook, which would end it before the hub has handed over its children. What the
     * application has set under these names itself stays.
     * @return the same configuration
     */
    public static Config complete(Config config) {
        return complete(config, 1);
    }

    /**
     * Adds to a configuration that is complete: the maps of a hub refuse writes while too
     * few members are together. What the application has set for these very maps stays.
     * @param hubId which hub; each has a protection of its own
     * @param quorum the hub's bean of this type, so that the hub can say how many are
     * needed
     * @return the same configuration
     */
    public static Config protect(Config config, String hubId, MapQuorum quorum) {
        String name = registryName(hubId);
        MapConfig registry = mapOf(config, name);
        if (registry.getSplitBrainProtectionName() == null) {
            config.addSplitBrainProtectionConfig(
                    new SplitBrainProtectionConfig(name, true).setProtectOn(SplitBrainProtectionOn.WRITE)
                        .setFunctionImplementation(quorum));
            config.addMapConfig(registry.setSplitBrainProtectionName(name));
        }
        MapConfig states = mapOf(config, statesName(hubId));
        if (states.getSplitBrainProtectionName() == null) {
            config.addMapConfig(states.setSplitBrainProtectionName(registry.getSplitBrainProtectionName()));
        }
        return config;
    }

    /**
     * Adds to a configuration that is complete: the registry map of a hub is kept in a
     * durable store. What the application has set for this very map stays.
     * @param hubId which hub
     * @param store the hub's bean of this type
     * @return the same configuration
     */
    public static Config store(Config config, String hubId, RegistryStore store) {
        MapConfig map = mapOf(config, registryName(hubId));
        if (!map.getMapStoreConfig().isEnabled()) {
            config.addMapConfig(map.setMapStoreConfig(new MapStoreConfig().setEnabled(true)
                .setImplementation(new StoredBuckets(store))
                .setWriteDelaySeconds(0)
                .setOffload(true)));
        }
        return config;
    }

    /**
     * Adds to a configuration that is complete: the states of children of a hub are kept
     * in a durable store. What the application has set for this very map stays.
     * @param hubId which hub
     * @param states the hub's bean of this type
     * @param delay how long a state may wait for others to be written with it, in whole
     * seconds; if 0, it is written before it is answered
     * @return the same configuration
     */
    public static Config store(Config config, String hubId, DurableStates states, Duration delay) {
        MapConfig map = mapOf(config, statesName(hubId));
        if (!map.getMapStoreConfig().isEnabled()) {
            config.addMapConfig(map.setMapStoreConfig(new MapStoreConfig().setEnabled(true)
                .setImplementation(new StoredStates(states))
                .setWriteDelaySeconds((int) delay.toSeconds())
                .setWriteBatchSize(STATES_AT_ONCE)
                .setOffload(true)));
        }
        return config;
    }

    private static MapConfig mapOf(Config config, String name) {
        MapConfig own = config.getMapConfigs().get(name);
        return (own != null) ? own : new MapConfig(config.findMapConfig(name)).setName(name);
    }

    private static Config complete(Config config, int backups) {
        config.getSerializationConfig().addDataSerializableFactory(WireType.FACTORY_ID, WireType.FACTORY);
        if (config.getProperty(SHUTDOWN_HOOK) == null) {
            config.setProperty(SHUTDOWN_HOOK, "false");
        }
        for (String executor : List.of(EXECUTOR, VOTES)) {
            if (!config.getExecutorConfigs().containsKey(executor)) {
                config.addExecutorConfig(new ExecutorConfig(executor, 1).setStatisticsEnabled(false));
            }
        }
        addMap(config, REGISTRIES, backups, HigherEpochMergePolicy.class);
        addMap(config, STATES, backups, NewerStateMergePolicy.class);
        return config;
    }

    private static void addMap(Config config, String name, int backups, Class<?> mergePolicy) {
        if (!config.getMapConfigs().containsKey(name)) {
            config.addMapConfig(new MapConfig(name).setBackupCount(backups)
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(mergePolicy.getName())));
        }
    }

    /**
     * A port of its own for members. On the port that members share with clients, which
     * is Hazelcast's default, a connection to a member that does not answer (frozen, or
     * cut off) makes its output thread spin, and the heartbeats to others that share the
     * thread are not sent: they then suspect a member that is well.
     */
    private static void network(Config config, HazelcastSettings settings) {
        boolean fixedPort = settings.join().hasFixedPort();
        ServerSocketEndpointConfig members = new ServerSocketEndpointConfig().setPort(settings.port())
            .setPortAutoIncrement(!fixedPort)
            .setPortCount(fixedPort ? 1 : settings.portCount());
        members.getInterfaces().setEnabled(true).addInterface(settings.bindAddress());
        AdvancedNetworkConfig network = config.getAdvancedNetworkConfig()
            .setEnabled(true)
            .setMemberEndpointConfig(members);
        join(network.getJoin(), settings);
        config.setProperty("hazelcast.socket.bind.any", "false")
            .setProperty("hazelcast.tcp.join.port.try.count", "1")
            .setProperty("hazelcast.socket.connect.timeout.seconds", "2");
    }

    private static void join(JoinConfig join, HazelcastSettings settings) {
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        TcpIpConfig tcp = join.getTcpIpConfig().setConnectionTimeoutSeconds(2);
        switch (settings.join()) {
            case AUTO -> {
                tcp.setEnabled(true);
                for (int i = 0; i < settings.portCount(); i++) {
                    tcp.addMember(hostInAddress(settings.bindAddress()) + ":" + (settings.port() + i));
                }
            }
            case SINGLE, DIRECTORY, KUBERNETES -> tcp.setEnabled(false);
            case TCP -> tcp.setEnabled(true).setMembers(settings.members());
        }
    }

    private static String hostInAddress(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static void times(Config config, HazelcastSettings settings) {
        config.setProperty("hazelcast.heartbeat.interval.seconds", seconds(settings.heartbeatInterval()))
            .setProperty("hazelcast.max.no.heartbeat.seconds", seconds(settings.heartbeatTimeout()))
            .setProperty("hazelcast.merge.first.run.delay.seconds", seconds(settings.mergeInterval()))
            .setProperty("hazelcast.merge.next.run.delay.seconds", seconds(settings.mergeInterval()))
            // also how often a member is asked that still believes in the old master: it
            // needs up to a heartbeat longer to miss it, and with the pause below ten
            // times are over in a quarter of a second; then the survivors fall apart
            .setProperty("hazelcast.mastership.claim.timeout.seconds", "60")
            .setProperty("hazelcast.partial.member.disconnection.resolution.heartbeat.count", "0")
            .setProperty("hazelcast.invocation.retry.pause.millis", "50")
            // a backup that meets a partition on its way is never acknowledged; whoever
            // waits for it, a child on its way perhaps, would for five seconds
            .setProperty("hazelcast.operation.backup.timeout.millis", "1000")
            // a connection that was closed is tried again three times, with this pause
            .setProperty("hazelcast.connection.monitor.interval", "50")
            .setProperty("hazelcast.operation.call.timeout.millis", String.valueOf(settings.callTimeout().toMillis()))
            .setProperty("hazelcast.graceful.shutdown.max.wait", seconds(settings.shutdownTimeout()));
    }

    private static String seconds(Duration duration) {
        return String.valueOf(duration.plusMillis(999).toSeconds());
    }

    private static void quiet(Config config) {
        config.setProperty("hazelcast.logging.type", "slf4j")
            .setProperty("hazelcast.logging.details.enabled", "false")
            .setProperty("hazelcast.phone.home.enabled", "false");
    }

    /**
     * Hazelcast sends exceptions by Java serialisation; nothing else may come in this
     * way.
     */
    private static JavaSerializationFilterConfig javaFilter() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig().setDefaultsDisabled(true);
        filter.getWhitelist()
            .addPrefixes("com.hazelcast.", "java.lang.", "java.util.concurrent.", "[Ljava.lang.")
            .addClasses("java.util.ArrayList", "java.util.Collections$EmptyList",
                    "java.util.Collections$UnmodifiableList", "java.util.Collections$UnmodifiableCollection",
                    "java.util.UUID", StoreRefusal.class.getName(), "java.io.IOException", "java.io.EOFException",
                    "java.io.UncheckedIOException", "java.util.NoSuchElementException",
                    "java.util.ConcurrentModificationException");
        filter.getBlacklist().addPrefixes("java.lang.invoke.", "java.lang.reflect.");
        return filter;
    }

}
