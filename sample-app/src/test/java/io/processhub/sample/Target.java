package io.processhub.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The endpoints that are monitored: one HTTP server that remembers who called when, by
 * which right.
 */
final class Target implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final Map<String, ConcurrentLinkedQueue<Call>> calls = new ConcurrentHashMap<>();

    private final HttpServer server;

    /**
     * One call.
     *
     * @param child monitor that called
     * @param member member it ran on
     * @param epoch fencing number it ran under
     * @param incarnation which start of the monitor on its member it was
     * @param asked when the monitor asked whether it may call; all JVMs of a machine
     * share this clock
     * @param nanos when it arrived
     */
    record Call(String child, String member, long epoch, int incarnation, long asked, long nanos) {
    }

    Target() throws IOException {
        this(InetAddress.getLoopbackAddress());
    }

    Target(InetAddress address) throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(address, 0), 1000);
        this.server.createContext("/", this::handle);
        this.server.setExecutor(this.threads);
        this.server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        Call call = new Call(header(exchange, "Child"), header(exchange, "Member"),
                Long.parseLong(header(exchange, "Epoch")), Integer.parseInt(header(exchange, "Incarnation")),
                Long.parseLong(header(exchange, "Asked")), now);
        this.calls.computeIfAbsent(call.child(), (child) -> new ConcurrentLinkedQueue<>()).add(call);
        answer(exchange);
        exchange.close();
    }

    /**
     * The path says how: {@code /hangs} never, {@code /trickles} without an end,
     * {@code /503} with that status.
     */
    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/trickles")) {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
        }
        if (path.equals("/trickles") || path.equals("/hangs")) {
            LockSupport.park();
        }
        else {
            exchange.sendResponseHeaders(path.equals("/503") ? 503 : 204, -1);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst("X-ProcessHub-" + name);
    }

    String url(String path) {
        InetSocketAddress address = this.server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path;
    }

    /** What was called up to now. */
    Calls calls() {
        return Calls.of(this.calls.values().stream().flatMap(Collection::stream));
    }

    /** What was called after a moment. */
    Calls callsAfter(long nanos) {
        return Calls
            .of(this.calls.values().stream().flatMap(Collection::stream).filter((call) -> call.nanos() > nanos));
    }

    @Override
    public void close() {
        this.server.stop(0);
        this.threads.shutdownNow();
    }

}
