package io.processhub.hazelcast;

import java.net.BindException;

import com.hazelcast.config.Config;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;

/** Starts Hazelcast members of our own. */
public final class HazelcastMember {

    private HazelcastMember() {
    }

    /** Starts a member as {@link #start(Config)} does. */
    public static HazelcastInstance start(HazelcastSettings settings) {
        return start(HazelcastConfigs.of(settings));
    }

    /**
     * Starts a member and waits until it has joined a cluster or formed its own. The
     * caller shuts it down. Leaves nothing behind if it fails.
     * @throws HazelcastPortInUseException if every port it may listen on is taken
     * @throws HazelcastStartException if its cluster does not take it in
     */
    public static HazelcastInstance start(Config config) {
        try {
            return Hazelcast.newHazelcastInstance(config);
        }
        catch (HazelcastException ex) {
            if (ex.getCause() instanceof BindException bind && !isForeignAddress(bind)) {
                throw portInUse(config, ex);
            }
            throw ex;
        }
        catch (IllegalStateException ex) {
            throw new HazelcastStartException(ex);
        }
    }

    /**
     * The operating system says it the same way when the address is not one of this
     * machine.
     */
    private static boolean isForeignAddress(BindException ex) {
        return String.valueOf(ex.getMessage()).contains("assign");
    }

    private static HazelcastPortInUseException portInUse(Config config, HazelcastException cause) {
        if (config.getAdvancedNetworkConfig().isEnabled() && config.getAdvancedNetworkConfig()
            .getEndpointConfigs()
            .get(EndpointQualifier.MEMBER) instanceof ServerSocketEndpointConfig members) {
            return portInUse(members.getInterfaces(), members.getPort(),
                    members.isPortAutoIncrement() ? members.getPortCount() : 1, cause);
        }
        NetworkConfig network = config.getNetworkConfig();
        return portInUse(network.getInterfaces(), network.getPort(),
                network.isPortAutoIncrement() ? network.getPortCount() : 1, cause);
    }

    private static HazelcastPortInUseException portInUse(InterfacesConfig interfaces, int port, int count,
            HazelcastException cause) {
        String address = String.join(", ", interfaces.getInterfaces());
        return new HazelcastPortInUseException(address.isEmpty() ? "this machine" : address, port, port + count - 1,
                cause);
    }

}
