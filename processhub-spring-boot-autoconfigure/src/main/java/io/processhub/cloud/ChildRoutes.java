package io.processhub.cloud;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

import io.processhub.ChildKey;
import io.processhub.Claim;
import io.processhub.Hub;
import io.processhub.Member;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Knows which instance of this service runs a child: that whose metadata tells of the
 * member that holds the active claim. Reads this member's view; resolves the names of
 * hosts where metadata has names, so addresses are better there.
 */
final class ChildRoutes {

    private final List<Hub> hubs;

    ChildRoutes(List<Hub> hubs) {
        this.hubs = List.copyOf(hubs);
    }

    /** Those of the instances that run a child; all if it is not known of any. */
    List<ServiceInstance> to(String child, List<ServiceInstance> instances) {
        return holder(child)
            .map((member) -> instances.stream().filter((instance) -> isAt(member.name(), instance)).toList())
            .filter((found) -> !found.isEmpty())
            .orElse(instances);
    }

    private Optional<Member> holder(String child) {
        try {
            ChildKey key = ChildKey.of(child);
            return this.hubs.stream().flatMap((hub) -> holder(key, hub).stream()).findFirst();
        }
        catch (IllegalArgumentException ex) {
            return Optional.empty();
        }
    }

    private static Optional<Member> holder(ChildKey child, Hub hub) {
        return hub.registry()
            .find(child)
            .flatMap((row) -> row.active())
            .map(Claim::member)
            .flatMap((id) -> hub.members().stream().filter((member) -> member.id().equals(id)).findFirst());
    }

    private static boolean isAt(String name, ServiceInstance instance) {
        return MemberMetadata.addressIn(instance)
            .filter((address) -> name.endsWith(":" + address.getPort()))
            .filter((address) -> name.equals(nameOf(address)))
            .isPresent();
    }

    /** As members are named. */
    private static String nameOf(InetSocketAddress address) {
        try {
            String host = InetAddress.getByName(address.getHostString()).getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        }
        catch (UnknownHostException ex) {
            return "";
        }
    }

}
