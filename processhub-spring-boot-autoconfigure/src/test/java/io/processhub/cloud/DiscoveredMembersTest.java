package io.processhub.cloud;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DiscoveredMembersTest {

    private final Registry registry = new Registry();

    private final DiscoveredMembers members = new DiscoveredMembers(this.registry, "feeds", () -> false);

    @Test
    void theHostIsThatOfTheInstanceUnlessItTellsAnother() {
        this.registry.add(Map.of("processhub.hazelcast.port", "5701"));
        this.registry.add(Map.of("processhub.hazelcast.port", "5702", "processhub.hazelcast.host", "10.0.0.7"));
        assertThat(this.members.members()).containsExactly(InetSocketAddress.createUnresolved("localhost", 5701),
                InetSocketAddress.createUnresolved("10.0.0.7", 5702));
    }

    @Test
    void namesWithoutDotsAreReadToo() {
        this.registry.add(Map.of("processhub-hazelcast-port", "5703", "processhub-hazelcast-host", "10.0.0.8"));
        assertThat(this.members.members()).containsExactly(InetSocketAddress.createUnresolved("10.0.0.8", 5703));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "http", "-1", "65536" })
    void aPortThatIsNoneIsNoMember(String port, CapturedOutput output) {
        this.registry.add(Map.of("processhub.hazelcast.port", port));
        assertThat(this.members.members()).isEmpty();
        assertThat(output).contains("service 'feeds' has instances, but none says in its metadata on which"
                + " processhub.hazelcast.port its member listens");
    }

    @Test
    void aRegistryThatDoesNotAnswerLeavesWhatWasKnownAndIsReportedOnce() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(DiscoveredMembers.class);
        log.start();
        logger.addAppender(log);
        this.registry.add(Map.of("processhub.hazelcast.port", "5701"));
        List<InetSocketAddress> before = this.members.members();
        this.registry.down = true;
        assertThat(this.members.members()).isEqualTo(before).hasSize(1);
        assertThat(this.members.members()).isEqualTo(before);
        logger.detachAppender(log);
        assertThat(log.list).filteredOn((line) -> line.getLevel() == Level.WARN)
            .singleElement()
            .satisfies((line) -> assertThat(line.getFormattedMessage())
                .startsWith("service 'feeds' is not told by the registry"));
    }

    @Test
    void anEmptyServiceIsNothingToReport(CapturedOutput output) {
        assertThat(this.members.members()).isEmpty();
        assertThat(this.members.listsThisApplication()).isFalse();
        assertThat(output).doesNotContain("service 'feeds'");
    }

    /** A client whose registry the test fills and stops. */
    private static final class Registry implements DiscoveryClient {

        private final List<ServiceInstance> instances = new ArrayList<>();

        private boolean down;

        void add(Map<String, String> metadata) {
            this.instances.add(new DefaultServiceInstance("feeds-" + this.instances.size(), "feeds", "localhost", 8080,
                    false, metadata));
        }

        @Override
        public String description() {
            return "test";
        }

        @Override
        public List<ServiceInstance> getInstances(String service) {
            if (this.down) {
                throw new IllegalStateException("down");
            }
            return service.equals("feeds") ? this.instances : List.of();
        }

        @Override
        public List<String> getServices() {
            return List.of("feeds");
        }

    }

}
