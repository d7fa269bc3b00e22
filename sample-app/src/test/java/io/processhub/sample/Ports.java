package io.processhub.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports that nobody uses. Below those that the system gives to outgoing connections, of
 * which a test makes many, and chosen by chance, so that builds on one machine do not
 * meet.
 */
final class Ports {

    private static final int FIRST = 10_000;

    private static final int LAST = 30_000;

    private Ports() {
    }

    /** First of a run of free ports. */
    static int free(int count) {
        return ThreadLocalRandom.current()
            .ints(FIRST, LAST - count)
            .filter((first) -> IntStream.range(first, first + count).allMatch(Ports::isFree))
            .findFirst()
            .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        }
        catch (IOException occupied) {
            return false;
        }
    }

}
