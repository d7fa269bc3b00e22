package io.processhub.hazelcast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;

import static org.awaitility.Awaitility.await;

/**
 * Hazelcast members in this JVM, on free ports of loopback, in a cluster of their own.
 */
final class Members implements AutoCloseable {

    static final int PORTS = 6;

    final HazelcastSettings settings = HazelcastSettings.DEFAULT.withClusterName("test-" + UUID.randomUUID())
        .withPorts(freePorts(PORTS), PORTS);

    private final List<HazelcastInstance> started = new ArrayList<>();

    private final UnaryOperator<Config> completion;

    /**
     * Members that answer nothing before its backup is there, however long it takes on a
     * machine that has much to do.
     */
    static Members patient(int count) {
        return new Members(count, (config) -> config.setProperty("hazelcast.operation.backup.timeout.millis", "30000"));
    }

    Members(int count) {
        this(count, UnaryOperator.identity());
    }

    /** Members whose configuration is completed by the test. */
    Members(int count, UnaryOperator<Config> completion) {
        this.completion = completion;
        for (int i = 0; i < count; i++) {
            start();
        }
        awaitSafe();
    }

    HazelcastInstance start() {
        HazelcastInstance member = HazelcastMember.start(this.completion.apply(HazelcastConfigs.of(this.settings)));
        this.started.add(member);
        return member;
    }

    HazelcastInstance get(int index) {
        return this.started.get(index);
    }

    List<HazelcastInstance> all() {
        return this.started;
    }

    void awaitSafe() {
        await().atMost(Duration.ofSeconds(30))
            .until(() -> this.started.stream()
                .filter((member) -> member.getLifecycleService().isRunning())
                .allMatch((member) -> member.getPartitionService().isClusterSafe()));
    }

    @Override
    public void close() {
        this.started.forEach((member) -> member.getLifecycleService().terminate());
    }

    /** First of several ports in a row that nobody listens on. */
    static int freePorts(int count) {
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = listen(port)) {
                socket.getLocalPort();
            }
            catch (IOException ex) {
                return false;
            }
        }
        return true;
    }

    static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

}
