package io.processhub.hazelcast;

import java.time.Duration;
import java.util.List;

/**
 * What a Hazelcast member of our own is made of.
 *
 * @param clusterName members of other names are not let in
 * @param bindAddress address of the interface to listen on, the only one; anyone who
 * reaches it may join
 * @param port first port to listen on
 * @param portCount how many ports are tried from {@code port} on, unless {@code join} is
 * {@link Join#TCP} or {@link Join#KUBERNETES}
 * @param join how members find each other
 * @param members addresses for {@link Join#TCP}, {@code host:port}; all members should
 * know all
 * @param backups members besides the first that hold a row of the registry before its
 * write is confirmed, 1 to 6
 * @param heartbeatInterval time between two signs of life
 * @param heartbeatTimeout silence after which a member is removed; less than 4 s removes
 * members that pause
 * @param mergeInterval time between two attempts to find the other side of a split
 * @param callTimeout time limit of calls to other members
 * @param shutdownTimeout longest wait for backups when the member leaves in order
 */
public record HazelcastSettings(String clusterName, String bindAddress, int port, int portCount, Join join,
        List<String> members, int backups, Duration heartbeatInterval, Duration heartbeatTimeout,
        Duration mergeInterval, Duration callTimeout, Duration shutdownTimeout) {

    /** How members find each other. */
    public enum Join {

        /** On this machine: all who listen on one of our ports. */
        AUTO,

        /** Not at all. */
        SINGLE,

        /** By a list of addresses; this member listens on its port or fails. */
        TCP,

        /** In a directory, which {@link HazelcastDiscovery} adds. */
        DIRECTORY,

        /**
         * In Kubernetes, as {@link HazelcastDiscovery} adds; this member listens on its
         * port or fails.
         */
        KUBERNETES;

        /** Whether others look for a member on one certain port. */
        boolean hasFixedPort() {
            return this == TCP || this == KUBERNETES;
        }

    }

    /**
     * Members of the cluster {@code processhub} on ports 5701 to 5710 of this machine,
     * reachable only from it.
     */
    public static final HazelcastSettings DEFAULT = new HazelcastSettings("processhub", "127.0.0.1", 5701, 10,
            Join.AUTO, List.of(), 1, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5),
            Duration.ofSeconds(8), Duration.ofSeconds(30));

    public HazelcastSettings {
        members = List.copyOf(members);
        check(!clusterName.isBlank(), "cluster-name", clusterName, "text that is not blank");
        check(!bindAddress.isBlank(), "bind-address", bindAddress, "an address of this machine");
        check(port > 0 && port <= 65535, "port", port, "1 to 65535");
        check(portCount > 0 && port + portCount <= 65536, "port-count", portCount, "1 to " + (65536 - port));
        check(join != Join.TCP || !members.isEmpty(), "members", members, "at least one address");
        check(backups >= 1 && backups <= 6, "backups", backups, "1 to 6");
        check(heartbeatInterval.toSeconds() >= 1 && isWhole(heartbeatInterval), "heartbeat-interval", heartbeatInterval,
                "whole seconds, at least 1 s");
        check(heartbeatTimeout.compareTo(heartbeatInterval) > 0 && isWhole(heartbeatTimeout), "heartbeat-timeout",
                heartbeatTimeout, "whole seconds, more than heartbeat-interval, " + heartbeatInterval);
        check(mergeInterval.toSeconds() >= 1, "merge-interval", mergeInterval, "at least 1 s");
        check(callTimeout.toMillis() > 0, "call-timeout", callTimeout, "more than 0");
        check(shutdownTimeout.toSeconds() >= 1, "shutdown-timeout", shutdownTimeout, "at least 1 s");
    }

    /** Hazelcast counts in seconds. */
    private static boolean isWhole(Duration duration) {
        return duration.getNano() == 0 && duration.toSeconds() <= Integer.MAX_VALUE;
    }

    private static void check(boolean valid, String name, Object value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    public HazelcastSettings withClusterName(String clusterName) {
        return new HazelcastSettings(clusterName, this.bindAddress, this.port, this.portCount, this.join, this.members,
                this.backups, this.heartbeatInterval, this.heartbeatTimeout, this.mergeInterval, this.callTimeout,
                this.shutdownTimeout);
    }

    public HazelcastSettings withPorts(int port, int portCount) {
        return new HazelcastSettings(this.clusterName, this.bindAddress, port, portCount, this.join, this.members,
                this.backups, this.heartbeatInterval, this.heartbeatTimeout, this.mergeInterval, this.callTimeout,
                this.shutdownTimeout);
    }

    public HazelcastSettings withJoin(Join join, List<String> members) {
        return new HazelcastSettings(this.clusterName, this.bindAddress, this.port, this.portCount, join, members,
                this.backups, this.heartbeatInterval, this.heartbeatTimeout, this.mergeInterval, this.callTimeout,
                this.shutdownTimeout);
    }

}
