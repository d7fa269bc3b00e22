package io.processhub.cloud;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;

/** What an instance of a service tells of the member that it is. */
final class MemberMetadata {

    /** Port on which the member listens to the others. */
    static final String PORT = "processhub.hazelcast.port";

    /** Host on which it does; that of the instance if not set. */
    static final String HOST = "processhub.hazelcast.host";

    private static final String CONSUL = "org.springframework.cloud.consul.";

    private MemberMetadata() {
    }

    /**
     * Address on which the member listens, its host name not resolved; empty if the
     * instance tells of no member, or nonsense.
     */
    static Optional<InetSocketAddress> addressIn(ServiceInstance instance) {
        Map<String, String> metadata = instance.getMetadata();
        String port = read(metadata, PORT);
        if (port == null) {
            return Optional.empty();
        }
        String host = read(metadata, HOST);
        try {
            return Optional.of(InetSocketAddress.createUnresolved((host != null) ? host : instance.getHost(),
                    Integer.parseInt(port.strip())));
        }
        catch (IllegalArgumentException ex) {
            return Optional.empty();
        }
    }

    private static @Nullable String read(@Nullable Map<String, String> metadata, String key) {
        if (metadata == null) {
            return null;
        }
        String value = metadata.get(key);
        return (value != null) ? value : metadata.get(withoutDots(key));
    }

    /**
     * Metadata of a member.
     * @param address where it listens, {@code host:port}
     */
    static Map<String, String> of(String address) {
        int colon = address.lastIndexOf(':');
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(PORT, address.substring(colon + 1));
        metadata.put(HOST, address.substring(0, colon).replaceAll("[\\[\\]]", ""));
        return metadata;
    }

    /** Metadata of a member, as its registration may have it. */
    static Map<String, String> of(String address, Registration registration) {
        Map<String, String> metadata = of(address);
        if (!isConsuls(registration.getClass())) {
            return metadata;
        }
        Map<String, String> consuls = new LinkedHashMap<>();
        metadata.forEach((key, value) -> consuls.put(withoutDots(key), value));
        return consuls;
    }

    /** Consul refuses whoever registers with a dot in a key. */
    private static boolean isConsuls(@Nullable Class<?> type) {
        return type != null && (type.getName().startsWith(CONSUL) || isConsuls(type.getSuperclass()));
    }

    private static String withoutDots(String key) {
        return key.replace('.', '-');
    }

}
