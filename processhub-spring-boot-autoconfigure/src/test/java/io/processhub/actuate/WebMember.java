package io.processhub.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.HubProcess;
import io.processhub.ProcessHubTemplate;
import io.processhub.autoconfigure.TestCluster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AbstractAuditListener;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** An application with a hub and Actuator on a port of its own, called over HTTP. */
record WebMember(ConfigurableApplicationContext context, String base) implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final JsonMapper JSON = new JsonMapper();

    static WebMember start(TestCluster cluster, String... properties) {
        List<String> arguments = new ArrayList<>(List.of("server.port=0", "management.endpoints.web.exposure.include=*",
                "management.endpoint.health.show-details=always", "processhub.restart.max-restarts=1",
                "processhub.restart.within=10m", "processhub.restart.backoff.initial=1ms"));
        arguments.addAll(List.of(cluster.properties(properties)));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.SERVLET)
            .run(arguments.stream().map((line) -> "--" + line).toArray(String[]::new));
        return new WebMember(context,
                "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/actuator");
    }

    /** What was answered; a missing node if it is not JSON. */
    record Answer(int status, String type, String text) {

        JsonNode body() {
            return this.type.contains("json") ? JSON.readTree(this.text) : JSON.missingNode();
        }

        String detail() {
            return body().path("detail").asString("");
        }

        Stream<JsonNode> list(String name) {
            return body().path(name).valueStream();
        }

    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(this.base + path)).GET());
    }

    Answer post(String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(this.base + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.timeout(Duration.ofSeconds(60)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        }
        catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    ProcessHubTemplate hub() {
        return this.context.getBean(ProcessHubTemplate.class);
    }

    String id() {
        return hub().localMember().id().value();
    }

    /** Its boot id as it stands in a URL. */
    String encodedId() {
        return id().replace("#", "%23");
    }

    @Override
    public void close() {
        this.context.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ Idle.class, Doomed.class, Stubborn.class, Deeds.class })
    static class Application {

    }

    /** What was audited. Boot's own store needs Spring Security. */
    static class Deeds extends AbstractAuditListener {

        private final ConcurrentLinkedQueue<AuditEvent> events = new ConcurrentLinkedQueue<>();

        @Override
        protected void onAuditEvent(AuditEvent event) {
            this.events.add(event);
        }

        List<AuditEvent> of(String type, String id) {
            return this.events.stream()
                .filter((event) -> event.getType().equals(type) && id.equals(event.getData().get("id")))
                .toList();
        }

    }

    /** Sleeps until it is stopped. */
    @HubProcess("idle")
    static class Idle implements ChildProcess<Idle.Args> {

        record Args(String token, int count) {

            Args {
                Objects.requireNonNull(token);
            }
        }

        @Override
        public void run(ChildContext<Args> child) throws InterruptedException {
            child.sleep(Duration.ofDays(1));
        }

    }

    /** Fails. */
    @HubProcess("doomed")
    static class Doomed implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
            throw new IllegalStateException("as it should");
        }

    }

    /** Does not stop until it may. */
    @HubProcess("stubborn")
    static class Stubborn implements ChildProcess<Void> {

        static final CountDownLatch HAS_BEGUN = new CountDownLatch(1);

        static final CountDownLatch MAY_END = new CountDownLatch(1);

        @Override
        public void run(ChildContext<Void> child) {
            HAS_BEGUN.countDown();
            boolean ended = false;
            while (!ended) {
                try {
                    MAY_END.await();
                    ended = true;
                }
                catch (InterruptedException ex) {
                    // it is stubborn
                }
            }
        }

    }

}
