package io.processhub.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of a member's REST interface. */
record Api(String base) {

    private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What the member answered; the body is a missing node if it is not JSON, headers
     * that are not there are empty.
     */
    record Answer(int status, String type, String location, String stale, String text) {

        JsonNode body() {
            return this.type.contains("json") ? JSON.readTree(this.text) : JSON.missingNode();
        }

        /** The detail of a problem. */
        String detail() {
            return body().path("detail").asString("");
        }

        Stream<JsonNode> list(String name) {
            return StreamSupport.stream(body().path(name).spliterator(), false);
        }

    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer postJson(String body) {
        return post("/monitors", "application/json", body);
    }

    Answer postCsv(String body) {
        return post("/monitors/import", "text/csv", body);
    }

    Answer post(String path, String type, String body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    /** All monitors, page by page. */
    Stream<JsonNode> monitors() {
        Answer page = get("/monitors?limit=1000");
        Stream<JsonNode> rows = page.list("monitors");
        while (page.body().path("next").isString()) {
            page = get("/monitors?limit=1000&after=" + page.body().path("next").asString());
            rows = Stream.concat(rows, page.list("monitors"));
        }
        return rows;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(this.base + path)).timeout(Duration.ofSeconds(30));
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            HttpHeaders headers = response.headers();
            return new Answer(response.statusCode(), headers.firstValue("Content-Type").orElse(""),
                    headers.firstValue("Location").orElse(""), headers.firstValue(StaleLookups.HEADER).orElse(""),
                    response.body());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

}
