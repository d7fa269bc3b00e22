package io.processhub.hazelcast;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.AbstractDiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import io.processhub.runtime.MemberDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Hazelcast look for members in a directory: when it starts, and later for the other
 * side of a split.
 */
final class DirectoryStrategy extends AbstractDiscoveryStrategy {

    private static final Logger log = LoggerFactory.getLogger(DirectoryStrategy.class);

    private final MemberDirectory directory;

    private DirectoryStrategy(MemberDirectory directory, ILogger logger) {
        super(logger, Map.of());
        this.directory = directory;
    }

    @Override
    public Iterable<DiscoveryNode> discoverNodes() {
        return this.directory.members().stream().flatMap(DirectoryStrategy::node).toList();
    }

    /**
     * By its IP address, not its name: Hazelcast knows itself, and whom it is connected
     * to, by these.
     */
    private static Stream<DiscoveryNode> node(InetSocketAddress member) {
        try {
            InetAddress host = InetAddress.getByName(member.getHostString());
            return Stream.of(new SimpleDiscoveryNode(new Address(host, member.getPort())));
        }
        catch (UnknownHostException ex) {
            log.debug("member at {} left out: its name has no address", member, ex);
            return Stream.empty();
        }
    }

    /** Makes the strategy for a Hazelcast member. */
    record Factory(MemberDirectory directory) implements DiscoveryStrategyFactory {

        @Override
        public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
            return DirectoryStrategy.class;
        }

        @Override
        @SuppressWarnings("rawtypes") // as Hazelcast has it
        public DiscoveryStrategy newDiscoveryStrategy(DiscoveryNode self, ILogger logger,
                Map<String, Comparable> properties) {
            return new DirectoryStrategy(this.directory, logger);
        }

        @Override
        public Collection<PropertyDefinition> getConfigurationProperties() {
            return List.of();
        }

    }

}
