package io.processhub.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Settings of a cluster that nobody else joins: it has a name and ports of its own. */
public final class TestCluster {

    private static final int PORTS = 10;

    private final String name = "test-" + UUID.randomUUID();

    private final int port = firstFreePort();

    int port() {
        return this.port;
    }

    String name() {
        return this.name;
    }

    /** Properties of an application in this cluster, and others. */
    public String[] properties(String... more) {
        List<String> properties = new ArrayList<>(
                List.of("spring.main.banner-mode=off", "logging.level.io.processhub=info",
                        "processhub.cluster.name=" + this.name, "processhub.cluster.port=" + this.port));
        properties.addAll(Arrays.asList(more));
        return properties.toArray(String[]::new);
    }

    /** Below the ports that the system gives away by itself. */
    private static int firstFreePort() {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (isFree(first)) {
                return first;
            }
        }
    }

    private static boolean isFree(int first) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int port = first; port < first + PORTS; port++) {
                sockets.add(listen(port));
            }
            return true;
        }
        catch (IOException ex) {
            return false;
        }
        finally {
            sockets.forEach(TestCluster::close);
        }
    }

    static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
