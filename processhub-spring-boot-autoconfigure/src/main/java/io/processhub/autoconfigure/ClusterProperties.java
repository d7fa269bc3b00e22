package io.processhub.autoconfigure;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.hazelcast.HazelcastSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How members find and reach each other. Of a Hazelcast instance that the application
 * makes itself, only weight and labels are told.
 *
 * @param port Port on which this member listens to the others; unless the join mode is
 * tcp or kubernetes, the first free one of ten.
 * @param bindAddress Address on which this member listens to the others; whoever reaches
 * it may join. With first-non-loopback it is the one that InetUtils of Spring Cloud
 * Commons finds.
 * @param name Name of the cluster; only members with the same one meet. The name of the
 * application if not set.
 * @param backups Copies of the registry map on other members, in addition to the views.
 * @param join How members find each other.
 * @param heartbeatInterval Time between two signs of life of a member, in whole seconds.
 * @param heartbeatTimeout Silence after which a member counts as lost, in whole seconds;
 * less than 4s loses members that merely pause.
 * @param weight Share of the children this member takes, relative to the others.
 * @param labels What this member tells the others of itself.
 */
public record ClusterProperties(@DefaultValue("5701") int port, @DefaultValue("127.0.0.1") String bindAddress,
        @Nullable String name, @DefaultValue("1") int backups, @DefaultValue Join join,
        @DefaultValue("1s") Duration heartbeatInterval, @DefaultValue("5s") Duration heartbeatTimeout,
        @DefaultValue("1.0") double weight, @DefaultValue Map<String, String> labels) {

    private static final int LAST_PORT = 65_535;

    public ClusterProperties {
        labels = Map.copyOf(labels);
    }

    /**
     * How members find each other.
     *
     * @param mode Where members are looked for; auto takes the first of the others that
     * something is set for or known of.
     * @param members Addresses of members, host:port, for the mode tcp.
     * @param serviceId Service whose instances are members, for the mode
     * discovery-client. The name of the application if not set.
     * @param kubernetes Properties of Hazelcast's discovery by Kubernetes, such as
     * service-dns, for the mode kubernetes.
     * @param minMembers Members that must be together before the hub of this one starts.
     * @param maxWait Longest time it waits for them.
     */
    public record Join(@DefaultValue("auto") Mode mode, @DefaultValue List<String> members, @Nullable String serviceId,
            @DefaultValue Map<String, String> kubernetes, @DefaultValue("1") int minMembers,
            @DefaultValue("30s") Duration maxWait) {

        /** How members find each other. */
        public enum Mode {

            /**
             * At given addresses if there are any, in Kubernetes if something is set for
             * it, through a registry that knows this application; otherwise on this
             * machine, on the ports that follow.
             */
            AUTO,

            /** This member stays alone. */
            SINGLE,

            /** Members at given addresses. */
            TCP,

            /** Instances of a service that Spring Cloud's DiscoveryClient knows. */
            DISCOVERY_CLIENT,

            /** Pods, found by Hazelcast. */
            KUBERNETES

        }

        public Join {
            members = List.copyOf(members);
            kubernetes = Map.copyOf(kubernetes);
        }

    }

    /**
     * Settings for a member of our own.
     * @param applicationName name of the cluster if none is set
     * @param join how members find each other
     * @param address on which this member listens
     * @throws IllegalArgumentException if one of them is refused
     */
    HazelcastSettings toSettings(String applicationName, HazelcastSettings.Join join, String address) {
        check(join != HazelcastSettings.Join.TCP || !this.join.members.isEmpty(), "join.members", this.join.members,
                "at least one address, host:port, for the mode tcp");
        check(isHere(address), "bind-address", address, "an address of this machine");
        HazelcastSettings defaults = HazelcastSettings.DEFAULT;
        int portCount = Math.clamp(LAST_PORT + 1L - this.port, 1, defaults.portCount());
        return new HazelcastSettings((this.name != null && !this.name.isBlank()) ? this.name : applicationName, address,
                this.port, portCount, join, this.join.members, this.backups, this.heartbeatInterval,
                this.heartbeatTimeout, defaults.mergeInterval(), defaults.callTimeout(), defaults.shutdownTimeout());
    }

    /**
     * Finds out whether this member could wait for others.
     * @throws IllegalArgumentException if it could not
     */
    void checkWaiting() {
        check(this.join.minMembers > 0, "join.min-members", this.join.minMembers, "1 or more");
        check(!this.join.maxWait.isNegative(), "join.max-wait", this.join.maxWait, "0 or more");
    }

    /**
     * Finds out whether this member could introduce itself.
     * @throws IllegalArgumentException if it could not
     */
    Member exampleMember() {
        return new Member(new MemberId("example"), "", "example", this.weight, this.labels, Member.Status.UP);
    }

    private static void check(boolean valid, String name, Object value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** Patterns such as {@code 10.1.*.*} are for Hazelcast to judge. */
    private static boolean isHere(String address) {
        try {
            return address.matches(".*[*-].*")
                    || NetworkInterface.getByInetAddress(InetAddress.ofLiteral(address)) != null;
        }
        catch (IllegalArgumentException | SocketException ex) {
            return false;
        }
    }

}
