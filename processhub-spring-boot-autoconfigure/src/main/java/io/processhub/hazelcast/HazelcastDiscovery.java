package io.processhub.hazelcast;

import java.util.Map;

import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.KubernetesConfig;
import io.processhub.runtime.MemberDirectory;

/**
 * Adds to a configuration that was made for it, {@link HazelcastSettings.Join#DIRECTORY}
 * or {@link HazelcastSettings.Join#KUBERNETES}, where members are looked for.
 */
public final class HazelcastDiscovery {

    static final String SERVICE_PORT = "service-port";

    private HazelcastDiscovery() {
    }

    /**
     * Members are those that a directory knows.
     * @return the same configuration
     */
    public static Config by(MemberDirectory directory, Config config) {
        join(config).getDiscoveryConfig()
            .addDiscoveryStrategyConfig(new DiscoveryStrategyConfig(new DirectoryStrategy.Factory(directory)));
        // also how long a member waits that finds nobody: who is to come later, merges
        return config.setProperty("hazelcast.discovery.enabled", "true")
            .setProperty("hazelcast.wait.seconds.before.join", "1");
    }

    /**
     * Members are pods, found by Hazelcast itself.
     * @param properties of Hazelcast's discovery by Kubernetes, such as
     * {@code service-dns}
     * @param port on which all members listen, unless the properties name another one
     * @return the same configuration
     */
    public static Config inKubernetes(Map<String, String> properties, int port, Config config) {
        KubernetesConfig kubernetes = join(config).getKubernetesConfig().setEnabled(true);
        kubernetes.setProperty(SERVICE_PORT, String.valueOf(port));
        properties.forEach(kubernetes::setProperty);
        return config;
    }

    private static JoinConfig join(Config config) {
        return config.getAdvancedNetworkConfig().getJoin();
    }

}
