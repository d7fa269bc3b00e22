package io.processhub.cloud;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.processhub.runtime.MemberDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** Members are the instances of a service that say so in their metadata. */
final class DiscoveredMembers implements MemberDirectory {

    private static final Logger log = LoggerFactory.getLogger(DiscoveredMembers.class);

    private final DiscoveryClient client;

    private final String serviceId;

    private final BooleanSupplier registersItself;

    private volatile List<InetSocketAddress> known = List.of();

    private volatile String lastWarning = "";

    /**
     * Members among the instances of a service.
     * @param registersItself whether this application tells a registry where it is
     */
    DiscoveredMembers(DiscoveryClient client, String serviceId, BooleanSupplier registersItself) {
        this.client = client;
        this.serviceId = serviceId;
        this.registersItself = registersItself;
    }

    @Override
    public boolean listsThisApplication() {
        return this.registersItself.getAsBoolean() || !members().isEmpty();
    }

    @Override
    public List<InetSocketAddress> members() {
        try {
            List<ServiceInstance> instances = this.client.getInstances(this.serviceId);
            this.known = instances.stream().flatMap((one) -> MemberMetadata.addressIn(one).stream()).toList();
            warn((this.known.isEmpty() && !instances.isEmpty())
                    ? "has instances, but none says in its metadata on which " + MemberMetadata.PORT
                            + " its member listens: it is found by nobody"
                    : "");
        }
        catch (RuntimeException ex) {
            log.debug("service '{}': not answered", this.serviceId, ex);
            warn("is not told by the registry, members are looked for where they were before: " + ex);
        }
        return this.known;
    }

    /** Once, as this is asked every few seconds. */
    private void warn(String warning) {
        if (!warning.isEmpty() && !warning.equals(this.lastWarning)) {
            log.warn("service '{}' {}", this.serviceId, warning);
        }
        this.lastWarning = warning;
    }

    @Override
    public String toString() {
        return "service '" + this.serviceId + "'";
    }

}
