package io.processhub.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.HubProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What people read when an application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class FailureReportTest {

    private final TestCluster cluster = new TestCluster();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    unknown-strategy | 3:15 | 'processhub.distribution.strategy'         | 'consistant-hashing' | did you mean 'consistent-hashing'?
                    negative-window  | 3:13 | 'processhub.restart.within'                | '-1s'                | PT-1S (expected: more than 0, at most 365 days)
                    no-such-port     | 3:11 | 'processhub.cluster.port'                  | '99999'              | 99999 (expected: 1 to 65535)
                    unknown-mode     | 3:11 | 'processhub.restart.mode'                  | 'always'             | (expected: permanent, transient, temporary)
                    misspelt-mode    | 4:13 | 'processhub.cluster.join.mode'             | 'tpc'                | (expected: auto, single, tcp, discovery-client, kubernetes); did you mean 'tcp'?
                    misspelt-store   | 3:12 | 'processhub.durability.store'              | 'jbdc'               | (expected: none, jdbc); did you mean 'jdbc'?
                    unknown-type     | 5:13 | 'processhub.children[1].type'              | 'tiker'              | did you mean 'ticker'?
                    refused-args     | 6:19 | 'processhub.children[0].args.interval'     | '-1s'                | PT-1S (expected: more than 0)
                    unbindable-args  | 6:19 | processhub.children[0].args.interval       | "soon"               | 'soon' is not a valid duration
                    misspelt-args    | 7:16 | 'processhub.children[0].args.cuont'        | '3'                  | Args has no property 'cuont' (expected: one of [interval, count]); did you mean 'count'?
                    void-args        | 6:19 | 'processhub.children[0].args.interval'     | '1s'                 | The child type takes no arguments.
                    same-id          | 4:12 | 'processhub.children[1].id'                | 'a'                  | Another child in the list has the same id.
                    blank-id         | 3:12 | 'processhub.children[0].id'                | ' '                  | child id: blank
                    quorum-size      | 4:35 | 'processhub.partition-tolerance.dynamic-quorum.quorum-size' | '101' | 101 (expected: 1 to 100 percent)
                    no-factor        | 4:27 | 'processhub.redundancy.replication.factor' | 'all'                | all (expected: a number from 1 to 100, or cluster-size)
                    no-model         | 4:26 | 'processhub.redundancy.replication.model'  | 'active-pasive'      | (expected: active-active, active-passive); did you mean 'active-passive'?
                    no-shutdown      | 3:39 | 'processhub.children[0].shutdown'          | '0s'                 | PT0S (expected: more than 0, at most 365 days)
                    """)
    void aReportNamesPropertyValueFileAndLine(String file, String place, String property, String value, String reason,
            CapturedOutput output) {
        failWith(file);
        assertThat(output).contains("APPLICATION FAILED TO START", "[failures/" + file + ".yml] - " + place, property,
                value, reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no-id   | 'processhub.children[0].id'             | not set (expected: 1 to 512 characters)
            no-quorum-size | 'processhub.partition-tolerance.static-quorum.quorum-size' | not set (expected: 1 or more)
            no-args | 'processhub.children[0].args.interval'  | null (expected: more than 0)
            """)
    void aReportNamesThePropertyThatIsNotSet(String file, String property, String reason, CapturedOutput output) {
        failWith(file);
        assertThat(output).contains("APPLICATION FAILED TO START", property, reason);
    }

    @Test
    void anOccupiedPortIsNamed(CapturedOutput output) throws IOException {
        int port = this.cluster.port();
        try (ServerSocket socket = TestCluster.listen(port)) {
            assertThat(socket.isBound()).isTrue();
            fail("processhub.cluster.join.mode=tcp", "processhub.cluster.join.members=127.0.0.1:" + port);
        }
        assertThat(output).contains("APPLICATION FAILED TO START", "127.0.0.1, port " + port + ": it is in use.",
                "processhub.cluster.port");
    }

    @Test
    void twoTypesOfOneNameAreBothNamed(CapturedOutput output) {
        fail(OtherTicker.class);
        assertThat(output).contains("APPLICATION FAILED TO START", "Two child types have the name 'ticker'",
                Ticker.class.getName(), OtherTicker.class.getName(), "Give one of them another name");
    }

    @Test
    void aHazelcastInstanceThatLacksWhatAHubNeedsIsToldWhat(CapturedOutput output) {
        fail(OwnInstance.class);
        assertThat(output).contains("APPLICATION FAILED TO START",
                "The hub cannot use the application's Hazelcast instance as it is:", "hazelcast.shutdownhook.enabled",
                "HigherEpochMergePolicy", "HazelcastConfigs.complete(config)", "@Bean(defaultCandidate = false)");
    }

    @Test
    void timesThatDoNotFitTogetherAreNamedWithTheirValues(CapturedOutput output) {
        fail("processhub.partition-tolerance.strategy=majority-quorum", "processhub.lease-duration=3s");
        assertThat(output).contains("APPLICATION FAILED TO START",
                "Lease and failure detection do not fit together:" + System.lineSeparator() + "    - ",
                "processhub.cluster.heartbeat-timeout is 5s, less than twice processhub.lease-duration, 3s",
                "Set processhub.cluster.heartbeat-timeout to 6s or more", "on all members alike");
    }

    @ParameterizedTest
    @ValueSource(classes = { LacksMethod.class, LacksClass.class })
    void anOlderHazelcastThanOursIsNamedWithThePropertyToSet(Class<?> source, CapturedOutput output) {
        fail(source);
        assertThat(output).contains("APPLICATION FAILED TO START", "Hazelcast 5.7", "is on the class path, which lacks",
                "<hazelcast.version>5.7.0</hazelcast.version>");
    }

    @Test
    void aMissingClassOfSomeoneElseIsLeftToBoot(CapturedOutput output) {
        fail(LacksOther.class);
        assertThat(output).doesNotContain("hazelcast.version");
    }

    @Test
    void aFailureLeavesNoMemberBehind() {
        fail(OwnInstance.class);
        assertThat(Hazelcast.getAllHazelcastInstances())
            .noneMatch((instance) -> instance.getConfig().getClusterName().equals(this.cluster.name()));
    }

    /** Properties of a command line would come before those of the file. */
    private static void failWith(String file) {
        run(List.of(Application.class), "spring.config.location=classpath:failures/" + file + ".yml");
    }

    private void fail(Class<?> source) {
        run(List.of(Application.class, source), this.cluster.properties());
    }

    private void fail(String... properties) {
        run(List.of(Application.class), this.cluster.properties(properties));
    }

    private static void run(List<Class<?>> sources, String... properties) {
        String[] arguments = Stream.of(properties).map((line) -> "--" + line).toArray(String[]::new);
        SpringApplicationBuilder application = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .web(WebApplicationType.NONE);
        assertThatException().isThrownBy(() -> application.run(arguments).close());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ Ticker.class, Idle.class })
    static class Application {

    }

    @HubProcess("idle")
    static class Idle implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
        }

    }

    @HubProcess("ticker")
    static class OtherTicker implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
        }

    }

    static class LacksMethod {

        @Bean
        Object lacking() {
            throw new NoSuchMethodError("'com.hazelcast.config.Config com.hazelcast.config.Config.setNew(boolean)'");
        }

    }

    static class LacksClass {

        @Bean
        Object lacking() {
            throw new NoClassDefFoundError("com/hazelcast/config/NewConfig");
        }

    }

    static class LacksOther {

        @Bean
        Object lacking() {
            throw new NoClassDefFoundError("com/example/Other");
        }

    }

    static class OwnInstance {

        @Bean
        HazelcastInstance hazelcast(@Value("${processhub.cluster.name}") String name) {
            Config config = new Config().setClusterName(name);
            config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
            return Hazelcast.newHazelcastInstance(config);
        }

    }

}
