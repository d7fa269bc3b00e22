package io.processhub.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.processhub.ChildContext;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Makes the HTTP calls of the monitors. */
@Component
final class Probe {

    /** Scheme of URLs that mean the HTTP server of the member that calls. */
    static final String SELF = "self";

    private final HttpClient client;

    private final Environment environment;

    private final Duration timeout;

    Probe(HttpClient client, Environment environment, SampleProperties properties) {
        this.client = client;
        this.environment = environment;
        this.timeout = properties.timeout();
    }

    /**
     * The call that an incarnation of a monitor makes again and again. It says who calls,
     * and by which right.
     */
    Call prepare(ChildContext<UptimeMonitor.Args> child) {
        HttpRequest.Builder request = HttpRequest.newBuilder(resolve(child.args().url()))
            .header("User-Agent", "processhub-sample")
            .header("X-ProcessHub-Child", child.key().value().replaceAll("[^\\x20-\\x7e]", "?"))
            .header("X-ProcessHub-Member", child.member().value())
            .header("X-ProcessHub-Incarnation", Integer.toString(child.incarnation()));
        return (asked) -> call(request.copy()
            .header("X-ProcessHub-Epoch", Long.toString(child.epoch()))
            .header("X-ProcessHub-Asked", Long.toString(asked))
            .build());
    }

    private URI resolve(String url) {
        URI uri = URI.create(url);
        if (!SELF.equalsIgnoreCase(uri.getScheme())) {
            return uri;
        }
        return URI.create("http://" + this.environment.getProperty("server.address", "127.0.0.1") + ":"
                + this.environment.getRequiredProperty("local.server.port") + uri.getRawSchemeSpecificPart());
    }

    private CallResult call(HttpRequest request) throws InterruptedException {
        Instant time = Instant.now();
        long begin = System.nanoTime();
        int status = 0;
        String error = null;
        try {
            status = answer(request);
        }
        catch (IOException ex) {
            error = ex.getMessage();
        }
        return new CallResult(time, status, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), error);
    }

    /**
     * Waits for the whole answer. A timeout of the request itself would end with its
     * headers.
     */
    private int answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer = this.client.sendAsync(request, BodyHandlers.discarding());
        try {
            return answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        }
        catch (TimeoutException ex) {
            throw new IOException("no complete answer within " + this.timeout.toMillis() + " ms");
        }
        catch (ExecutionException ex) {
            throw new IOException(text((ex.getCause() != null) ? ex.getCause() : ex));
        }
        finally {
            answer.cancel(true);
        }
    }

    private static String text(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        return (failure.getMessage() != null) ? name + ": " + failure.getMessage() : name;
    }

    /** A call that can be repeated. */
    @FunctionalInterface
    interface Call {

        /**
         * Makes the call, in a bounded time. An endpoint that does not answer is a
         * result, not a failure.
         * @param asked {@link System#nanoTime()} right before the monitor asked whether
         * it may call
         * @throws InterruptedException if the monitor has to stop
         */
        CallResult perform(long asked) throws InterruptedException;

    }

}
