package io.processhub.autoconfigure;

import java.net.InetAddress;

import com.hazelcast.config.Config;
import io.processhub.autoconfigure.ClusterProperties.Join.Mode;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastDiscovery;
import io.processhub.hazelcast.HazelcastSettings;
import io.processhub.runtime.HostAddress;
import io.processhub.runtime.MemberDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/** How a member of our own finds the others, and where it listens for them. */
final class Joining {

    /** Instead of an address: let Spring Cloud find it. */
    static final String FIRST_NON_LOOPBACK = "first-non-loopback";

    private static final Logger log = LoggerFactory.getLogger(Joining.class);

    private static final String PREFIX = "processhub.cluster";

    private static final String NEEDS_COMMONS = "there is no bean of type %s (expected: Spring Cloud Commons, with it"
            + " switched on, or another value)";

    private final ClusterProperties properties;

    private final String applicationName;

    private final ObjectProvider<MemberDirectory> directory;

    private final ObjectProvider<HostAddress> host;

    Joining(ClusterProperties properties, String applicationName, ObjectProvider<MemberDirectory> directory,
            ObjectProvider<HostAddress> host) {
        this.properties = properties;
        this.applicationName = applicationName;
        this.directory = directory;
        this.host = host;
    }

    /** A configuration for the member; may be changed before it starts. */
    Config config() {
        Mode mode = mode();
        String address = bindAddress(mode);
        Config config = HazelcastConfigs
            .of(Setting.under(PREFIX, () -> this.properties.toSettings(this.applicationName, toJoin(mode), address)));
        return switch (mode) {
            case AUTO, SINGLE, TCP -> config;
            case DISCOVERY_CLIENT -> discover(config, address);
            case KUBERNETES ->
                HazelcastDiscovery.inKubernetes(this.properties.join().kubernetes(), this.properties.port(), config);
        };
    }

    /** What is set, or what auto stands for here. */
    private Mode mode() {
        ClusterProperties.Join join = this.properties.join();
        if (join.mode() != Mode.AUTO) {
            return join.mode();
        }
        if (!join.members().isEmpty()) {
            return Mode.TCP;
        }
        if (!join.kubernetes().isEmpty()) {
            return Mode.KUBERNETES;
        }
        MemberDirectory found = this.directory.getIfUnique();
        return (found != null && found.listsThisApplication()) ? Mode.DISCOVERY_CLIENT : Mode.AUTO;
    }

    private static HazelcastSettings.Join toJoin(Mode mode) {
        return switch (mode) {
            case AUTO -> HazelcastSettings.Join.AUTO;
            case SINGLE -> HazelcastSettings.Join.SINGLE;
            case TCP -> HazelcastSettings.Join.TCP;
            case DISCOVERY_CLIENT -> HazelcastSettings.Join.DIRECTORY;
            case KUBERNETES -> HazelcastSettings.Join.KUBERNETES;
        };
    }

    private Config discover(Config config, String address) {
        MemberDirectory found = this.directory.getIfUnique();
        if (found == null) {
            throw Setting.invalid(PREFIX + ".join.mode", "discovery-client",
                    NEEDS_COMMONS.formatted("org.springframework.cloud.client.discovery.DiscoveryClient"), null);
        }
        log.info("members are found through {}{}", found,
                isLoopback(address) ? "; this one listens on " + address + ", which other machines do not reach" : "");
        return HazelcastDiscovery.by(found, config);
    }

    private String bindAddress(Mode mode) {
        String address = this.properties.bindAddress();
        if (address.equals(FIRST_NON_LOOPBACK)) {
            return nonLoopback();
        }
        if (mode == Mode.KUBERNETES && isLoopback(address)) {
            throw Setting.invalid(PREFIX + ".bind-address", address,
                    address + " (expected: an address that other pods reach, such as that of this pod, or "
                            + FIRST_NON_LOOPBACK + ")",
                    null);
        }
        return address;
    }

    private String nonLoopback() {
        HostAddress found = this.host.getIfUnique();
        if (found == null) {
            throw Setting.invalid(PREFIX + ".bind-address", FIRST_NON_LOOPBACK,
                    NEEDS_COMMONS.formatted("org.springframework.cloud.commons.util.InetUtils"), null);
        }
        return found.find();
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        }
        catch (IllegalArgumentException ex) {
            return false;
        }
    }

}
