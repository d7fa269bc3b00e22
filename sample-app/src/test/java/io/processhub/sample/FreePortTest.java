package io.processhub.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class FreePortTest {

    @Test
    void membersStartedAtTheSameMomentGetDifferentPorts() {
        try (GenericApplicationContext first = member(Map.of()); GenericApplicationContext second = member(Map.of())) {
            assertThat(port(first)).isBetween(8080, 8178);
            assertThat(port(second)).isGreaterThan(port(first));
        }
    }

    @Test
    void portIsReservedUntilTheWebServerStarts() throws IOException {
        try (GenericApplicationContext member = member(Map.of())) {
            assertThatIOException().isThrownBy(() -> bind(port(member)));
            member.refresh();
            bind(port(member));
        }
    }

    @Test
    void zeroMeansAnyFreePort() {
        try (GenericApplicationContext member = member(Map.of("server.port", "0"))) {
            assertThat(port(member)).isGreaterThan(8179);
        }
    }

    @Test
    void portThatIsSetIsLeftAlone() {
        try (GenericApplicationContext member = member(Map.of("server.port", "9999"))) {
            assertThat(port(member)).isEqualTo(9999);
        }
    }

    private static GenericApplicationContext member(Map<String, Object> properties) {
        GenericApplicationContext context = new GenericApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        new FreePort().initialize(context);
        return context;
    }

    private static int port(GenericApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("server.port", Integer.class);
    }

    private static void bind(int port) throws IOException {
        new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
    }

}
