package io.processhub.autoconfigure;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import io.processhub.runtime.HostAddress;
import io.processhub.runtime.MemberDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What Hazelcast is told of where to look for members. */
class JoiningTest {

    private static final String MEMBERS = "join.members=10.0.0.1:5701";

    private static final String KUBERNETES = "join.kubernetes.service-dns=feeds.default";

    private final Map<String, Object> beans = new LinkedHashMap<>();

    @ParameterizedTest(name = "{0} {1} {2}, listed {3} -> {4}")
    @CsvSource({ ", , , false, here", ", , , true, directory", ", k, , true, kubernetes", "m, k, , true, tcp",
            "m, , , false, tcp", "m, k, join.mode=single, true, nobody",
            "m, k, join.mode=discovery-client, true, directory", "m, , join.mode=kubernetes, true, kubernetes",
            ", k, join.mode=tcp, true, refused" })
    void autoTakesTheFirstThatIsThere(@Nullable String members, @Nullable String kubernetes, @Nullable String mode,
            boolean listed, String expected) {
        this.beans.put("directory", new Directory(listed));
        List<String> settings = new ArrayList<>(List.of("bind-address=127.*.*.*"));
        if (members != null) {
            settings.add(MEMBERS);
        }
        if (kubernetes != null) {
            settings.add(KUBERNETES);
        }
        if (mode != null) {
            settings.add(mode);
        }
        assertThat(whereOf(settings.toArray(String[]::new))).isEqualTo(expected);
    }

    private String whereOf(String... settings) {
        try {
            return where(config(settings).getAdvancedNetworkConfig().getJoin());
        }
        catch (InvalidConfigurationPropertyValueException ex) {
            return "refused";
        }
    }

    private static String where(JoinConfig join) {
        if (join.getTcpIpConfig().isEnabled()) {
            return join.getTcpIpConfig().getMembers().contains("10.0.0.1:5701") ? "tcp" : "here";
        }
        if (join.getKubernetesConfig().isEnabled()) {
            return "kubernetes";
        }
        return join.getDiscoveryConfig().getDiscoveryStrategyConfigs().isEmpty() ? "nobody" : "directory";
    }

    @Test
    void inKubernetesHazelcastLooksForPodsAndEveryMemberListensOnTheSamePort() {
        Config config = config("bind-address=10.*.*.*", "port=5800", KUBERNETES,
                "join.kubernetes.service-dns-timeout=9", "join.mode=kubernetes");
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        assertThat(join.getKubernetesConfig().getProperties())
            .isEqualTo(Map.of("service-dns", "feeds.default", "service-dns-timeout", "9", "service-port", "5800"));
        join.verify();
        assertThat(members(config).getPort()).isEqualTo(5800);
        assertThat(members(config).isPortAutoIncrement()).isFalse();
    }

    @Test
    void thePortOfAServiceInKubernetesMayBeAnother() {
        Config config = config("bind-address=10.*.*.*", "join.kubernetes.service-port=6000");
        assertThat(config.getAdvancedNetworkConfig().getJoin().getKubernetesConfig().getProperty("service-port"))
            .isEqualTo("6000");
    }

    @Test
    void podsDoNotListenOnLoopback() {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
            .isThrownBy(() -> config("join.mode=kubernetes"))
            .satisfies((refusal) -> assertThat(refusal.getName()).isEqualTo("processhub.cluster.bind-address"))
            .withMessageContaining("expected: an address that other pods reach");
    }

    @Test
    void inADirectoryAMemberTakesTheFirstFreePort() {
        this.beans.put("directory", new Directory(true));
        Config config = config("port=5800");
        assertThat(members(config).isPortAutoIncrement()).isTrue();
        assertThat(config.getProperty("hazelcast.discovery.enabled")).isEqualTo("true");
        config.getAdvancedNetworkConfig().getJoin().verify();
    }

    @Test
    void withoutASettingAMemberListensOnLoopback() {
        this.beans.put("host", (HostAddress) () -> "192.0.2.1");
        assertThat(members(config()).getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
    }

    @Test
    void theAddressIsFoundIfItIsAskedFor() {
        this.beans.put("host", (HostAddress) () -> "::1");
        assertThat(members(config("bind-address=first-non-loopback")).getInterfaces().getInterfaces())
            .containsExactly("::1");
    }

    private static ServerSocketEndpointConfig members(Config config) {
        return (ServerSocketEndpointConfig) Objects
            .requireNonNull(config.getAdvancedNetworkConfig().getEndpointConfigs().get(EndpointQualifier.MEMBER));
    }

    private Config config(String... settings) {
        Map<String, String> map = new LinkedHashMap<>();
        Stream.of(settings)
            .map((setting) -> setting.split("=", 2))
            .forEach((setting) -> map.put("processhub.cluster." + setting[0], setting[1]));
        ClusterProperties properties = new Binder(new MapConfigurationPropertySource(map))
            .bindOrCreate("processhub.cluster", ClusterProperties.class);
        StaticListableBeanFactory factory = new StaticListableBeanFactory(this.beans);
        return new Joining(properties, "feeds", factory.getBeanProvider(MemberDirectory.class),
                factory.getBeanProvider(HostAddress.class))
            .config();
    }

    /** A directory that knows this application, or does not. */
    private record Directory(boolean listsThisApplication) implements MemberDirectory {

        @Override
        public List<InetSocketAddress> members() {
            return List.of();
        }

    }

}
