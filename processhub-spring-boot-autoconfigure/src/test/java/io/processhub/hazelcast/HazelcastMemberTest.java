package io.processhub.hazelcast;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import com.hazelcast.config.Config;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.version.MemberVersion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class HazelcastMemberTest {

    @Test
    void aTakenPortIsToldByItsNumberAndNothingIsLeftBehind() throws IOException {
        int port = Members.freePorts(1);
        HazelcastSettings settings = HazelcastSettings.DEFAULT.withPorts(port, 10)
            .withJoin(HazelcastSettings.Join.TCP, List.of("127.0.0.1:" + port));
        try (ServerSocket taken = Members.listen(port)) {
            assertFailsCleanly(settings, "port " + port + " of 127.0.0.1 is in use");
            assertThat(taken.isBound()).isTrue();
        }
    }

    @Test
    void aTakenRangeOfPortsIsToldByItsNumbersAndNothingIsLeftBehind() throws IOException {
        int port = Members.freePorts(2);
        HazelcastSettings settings = HazelcastSettings.DEFAULT.withPorts(port, 2);
        try (ServerSocket first = Members.listen(port); ServerSocket second = Members.listen(port + 1)) {
            assertFailsCleanly(settings, "ports " + port + " to " + (port + 1) + " of 127.0.0.1 are all in use");
            assertThat(first.isBound() && second.isBound()).isTrue();
        }
    }

    private static void assertFailsCleanly(HazelcastSettings settings, String message) {
        Set<String> before = hazelcastThreads();
        assertThatExceptionOfType(HazelcastPortInUseException.class).isThrownBy(() -> HazelcastMember.start(settings))
            .withMessageContaining(message)
            .satisfies((ex) -> assertThat(ex.firstPort()).isEqualTo(settings.port()));
        assertThat(Hazelcast.getAllHazelcastInstances()).isEmpty();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(before).containsAll(hazelcastThreads()));
    }

    private static Set<String> hazelcastThreads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach((thread) -> names.add(thread.getName()));
        names.removeIf((name) -> !name.startsWith("hz."));
        return names;
    }

    @Test
    void anAddressThatIsNotOursIsNotATakenPort() {
        Config config = HazelcastConfigs.of(HazelcastSettings.DEFAULT.withPorts(Members.freePorts(1), 1));
        endpoint(config).getInterfaces().clear().addInterface("192.0.2.1").setEnabled(true);
        assertThatThrownBy(() -> HazelcastMember.start(config)).isNotInstanceOf(HazelcastPortInUseException.class);
        assertThat(Hazelcast.getAllHazelcastInstances()).isEmpty();
    }

    @Test
    void aMemberAloneJoinsNobody() {
        try (Members others = new Members(1)) {
            HazelcastSettings alone = others.settings.withJoin(HazelcastSettings.Join.SINGLE, List.of());
            HazelcastInstance member = HazelcastMember.start(alone);
            try {
                assertThat(member.getCluster().getMembers()).hasSize(1);
            }
            finally {
                member.getLifecycleService().terminate();
            }
        }
    }

    @Test
    void membersThatKnowEachOthersAddressesJoin() {
        int port = Members.freePorts(2);
        HazelcastSettings settings = HazelcastSettings.DEFAULT.withClusterName("listed-" + port)
            .withPorts(port, 1)
            .withJoin(HazelcastSettings.Join.TCP, List.of("127.0.0.1:" + port, "127.0.0.1:" + (port + 1)));
        List<HazelcastInstance> members = new ArrayList<>();
        try {
            members.add(HazelcastMember.start(settings));
            members.add(HazelcastMember.start(settings.withPorts(port + 1, 1)));
            assertThat(members.getLast().getCluster().getMembers()).hasSize(2);
        }
        finally {
            members.forEach((member) -> member.getLifecycleService().terminate());
        }
    }

    /** Local, so that it arrives as an attacker's bytes would: by Java serialisation. */
    @Test
    void objectsOfArbitraryClassesDoNotComeIn() {
        try (Members members = new Members(2)) {
            members.get(0).<Integer, Object>getMap("anything").put(1, new Gadget());
            assertThatThrownBy(() -> members.get(1).<Integer, Object>getMap("anything").get(1))
                .hasStackTraceContaining("Resolving class " + Gadget.class.getName() + " is not allowed");
            assertThat(Gadget.awake).isFalse();
        }
    }

    @Test
    void exceptionsOfHazelcastAndTheJdkDoComeIn() {
        try (Members members = new Members(1)) {
            members.get(0).<Integer, Object>getMap("anything").put(1, new IllegalStateException("text"));
            assertThat(members.get(0).<Integer, Object>getMap("anything").get(1))
                .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void ourOwnMembersLackNothing() {
        try (Members members = new Members(1)) {
            assertThat(HazelcastRequirements.missingFrom(members.get(0))).isEmpty();
            assertThat(HazelcastRequirements.versionWarning(members.get(0))).isNull();
        }
    }

    @Test
    void whatAForeignMemberLacksIsSaid() {
        HazelcastInstance foreign = HazelcastMember.start(foreignConfig());
        try {
            assertThat(HazelcastRequirements.missingFrom(foreign)).hasSize(5)
                .anyMatch((sentence) -> sentence.contains("serialization is not registered"))
                .anyMatch((sentence) -> sentence.contains("hazelcast.shutdownhook.enabled to false"))
                .anyMatch((sentence) -> sentence.contains(HigherEpochMergePolicy.class.getName()))
                .anyMatch((sentence) -> sentence.contains(NewerStateMergePolicy.class.getName()))
                .anyMatch((sentence) -> sentence.contains("OBJECT"));
        }
        finally {
            foreign.getLifecycleService().terminate();
        }
    }

    @Test
    void aCompletedForeignConfigurationLacksNothing() {
        HazelcastInstance foreign = HazelcastMember.start(HazelcastConfigs.complete(foreignConfig()));
        try {
            assertThat(HazelcastRequirements.missingFrom(foreign)).isEmpty();
        }
        finally {
            foreign.getLifecycleService().terminate();
        }
    }

    @Test
    void completionLeavesWhatTheApplicationHasSet() {
        MapConfig own = new MapConfig(HazelcastConfigs.registryName("*")).setBackupCount(3)
            .setInMemoryFormat(InMemoryFormat.OBJECT);
        Config config = HazelcastConfigs.complete(foreignConfig().addMapConfig(own));
        assertThat(config.findMapConfig(HazelcastConfigs.registryName("feeds")).getBackupCount()).isEqualTo(3);
        assertThat(HazelcastConfigs.complete(config).getMapConfigs()).hasSameSizeAs(config.getMapConfigs());
    }

    @Test
    void anOlderHazelcastIsWarnedOf() {
        assertThat(HazelcastRequirements.versionWarning(MemberVersion.of(5, 5, 0))).contains("5.5.0")
            .contains("hazelcast.version to 5.7.0");
        assertThat(HazelcastRequirements.versionWarning(MemberVersion.of(5, 8, 1))).isNull();
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> HazelcastSettings.DEFAULT.withPorts(70_000, 1))
            .withMessage("port: 70000 (expected: 1 to 65535)");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> HazelcastSettings.DEFAULT.withJoin(HazelcastSettings.Join.TCP, List.of()))
            .withMessageContaining("members");
    }

    private static Config foreignConfig() {
        Config config = HazelcastConfigs.of(HazelcastSettings.DEFAULT);
        Config foreign = new Config();
        foreign.setAdvancedNetworkConfig(config.getAdvancedNetworkConfig());
        foreign.getAdvancedNetworkConfig().getJoin().getTcpIpConfig().setEnabled(false);
        endpoint(foreign).setPort(Members.freePorts(1));
        return foreign.setProperty("hazelcast.logging.type", "slf4j")
            .setProperty("hazelcast.phone.home.enabled", "false")
            .setProperty("hazelcast.socket.bind.any", "false");
    }

    private static ServerSocketEndpointConfig endpoint(Config config) {
        return (ServerSocketEndpointConfig) Objects
            .requireNonNull(config.getAdvancedNetworkConfig().getEndpointConfigs().get(EndpointQualifier.MEMBER));
    }

    static final class Gadget implements Serializable {

        static boolean awake;

        private void readObject(ObjectInputStream in) {
            awake = true;
        }

    }

}
