package io.processhub.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The DevTools protocol of one page: calls, and whatever the browser tells of the page.
 */
final class DevTools {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int LONGEST_CALL_SECONDS = 60;

    private final AtomicInteger calls = new AtomicInteger();

    private final Inbox inbox;

    private final WebSocket socket;

    private DevTools(Inbox inbox, WebSocket socket) {
        this.inbox = inbox;
        this.socket = socket;
    }

    static DevTools connect(URI address, HttpClient client) {
        Inbox inbox = new Inbox();
        return new DevTools(inbox, client.newWebSocketBuilder().buildAsync(address, inbox).join());
    }

    /** Called by one thread. */
    JsonNode call(String method, Map<String, ?> parameters) {
        int id = this.calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        this.inbox.answers.put(id, answer);
        this.socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
            .join();
        JsonNode result = answer.orTimeout(LONGEST_CALL_SECONDS, TimeUnit.SECONDS).join();
        assertThat(result.has("error")).as("%s: %s", method, result).isFalse();
        return result.path("result");
    }

    /** What the browser has told, in order. */
    List<JsonNode> events() {
        return List.copyOf(this.inbox.events);
    }

    /** Puts messages together, and sorts answers from events. */
    private static final class Inbox implements WebSocket.Listener {

        private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

        private final ConcurrentLinkedQueue<JsonNode> events = new ConcurrentLinkedQueue<>();

        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            this.message.append(part);
            if (last) {
                sort(JSON.readTree(this.message.toString()));
                this.message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void sort(JsonNode message) {
            CompletableFuture<JsonNode> answer = this.answers.remove(message.path("id").asInt(-1));
            if (answer != null) {
                answer.complete(message);
            }
            else {
                this.events.add(message);
            }
        }

    }

}
