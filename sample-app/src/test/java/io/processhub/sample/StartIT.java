package io.processhub.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user sees who starts a member: the jar without arguments, and configurations
 * that cannot work.
 */
class StartIT {

    @Test
    void jarStartedTwiceTakesTwoFreePortsJoinsAndMonitorsItself() throws Exception {
        int port = Ports.free(10);
        List<String> apart = List.of("--spring.application.name=jar-" + port, "--processhub.cluster.port=" + port);
        try (SampleJvm first = SampleJvm.startJar("jar-0", apart);
                SampleJvm second = SampleJvm.startJar("jar-1", apart)) {
            List<Api> members = List.of(first.api(), second.api());
            assertThat(members).doesNotHaveDuplicates()
                .allSatisfy((api) -> assertThat(api.base()).matches("http:.*:8[01]\\d\\d"));
            await().untilAsserted(() -> assertThat(members)
                .allSatisfy((api) -> assertThat(api.get("/cluster").list("members")).hasSize(2)));
            await().untilAsserted(() -> assertThat(members)
                .allSatisfy((api) -> assertThat(api.get("/monitors/demo-ok").body().at("/results/0/status").asInt())
                    .isEqualTo(200)));
            assertThat(first.log()).contains("hub 'uptime-monitor' runs on")
                .doesNotContain(" WARN ", " ERROR ", " c.h.", "com.hazelcast.system");
        }
    }

    @Test
    void occupiedClusterPortEndsTheStartWithAReport() throws Exception {
        try (ServerSocket occupied = new ServerSocket(Ports.free(1), 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(occupied.getLocalPort());
            String report = failing("occupied", "--processhub.cluster.join.mode=tcp",
                    "--processhub.cluster.join.members=127.0.0.1:" + port, "--processhub.cluster.port=" + port);
            assertThat(report).contains("Description:", port, "Action:");
        }
    }

    @Test
    void unknownStrategyEndsTheStartWithAReportThatKnowsTheFileAndABetterName() throws Exception {
        Path file = Files.writeString(Path.of("target", "misspelt.yml").toAbsolutePath(), """
                processhub:
                  distribution:
                    strategy: consistant-hashing
                """);
        String report = failing("misspelt", "--spring.config.additional-location=file:" + file);
        assertThat(report).contains("processhub.distribution.strategy", "consistant-hashing", "misspelt.yml", "3:")
            .containsIgnoringCase("did you mean")
            .contains("consistent-hashing");
    }

    private static String failing(String name, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--spring.application.name=" + name, "--server.port=0"));
        all.addAll(List.of(arguments));
        try (SampleJvm member = SampleJvm.start(name, all)) {
            assertThat(member.exitCode()).isNotZero();
            String log = member.log();
            assertThat(log).contains("APPLICATION FAILED TO START");
            return log.substring(log.indexOf("APPLICATION FAILED TO START"));
        }
    }

}
