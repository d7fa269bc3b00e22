package io.processhub.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Chooses the HTTP port before the context is made, so that the member can tell the
 * others in a label: the first free one from 8080 if none is set, any free one if it is
 * set to 0. The port stays reserved until the web server binds it, so that members
 * started at the same moment choose different ones.
 */
final class FreePort implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final int FIRST = 8080;

    private static final int LAST = 8179;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        String port = environment.getProperty("server.port");
        if (port != null && !port.equals("0")) {
            return;
        }
        ServerSocket socket = reserve(environment.getProperty("server.address", "127.0.0.1"), port != null);
        Map<String, Object> chosen = Map.of("server.port", socket.getLocalPort());
        environment.getPropertySources().addFirst(new MapPropertySource("free HTTP port", chosen));
        context.getBeanFactory().registerSingleton("portReservation", new Reservation(socket));
    }

    private static ServerSocket reserve(String address, boolean any) {
        for (int port = any ? 0 : FIRST; port <= LAST; port++) {
            ServerSocket socket = bind(address, port);
            if (socket != null) {
                return socket;
            }
        }
        throw new IllegalStateException("no free HTTP port from " + FIRST + " to " + LAST + " on " + address
                + " (choose another one with --server.port=...)");
    }

    @SuppressWarnings("resource") // handed to the caller when it is bound
    private static @Nullable ServerSocket bind(String address, int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getByName(address));
        }
        catch (IOException occupied) {
            return null;
        }
    }

    /** Gives the port free right before the web server takes it. */
    private static final class Reservation implements SmartLifecycle {

        private final ServerSocket socket;

        Reservation(ServerSocket socket) {
            this.socket = socket;
        }

        @Override
        public int getPhase() {
            return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
        }

        @Override
        public void start() {
            try {
                this.socket.close();
            }
            catch (IOException ex) {
                throw new IllegalStateException("port " + this.socket.getLocalPort() + " cannot be given free", ex);
            }
        }

        @Override
        public void stop() {
            start();
        }

        @Override
        public boolean isRunning() {
            return this.socket.isClosed();
        }

    }

}
