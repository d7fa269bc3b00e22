package io.processhub.sample;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.ProcessHubTemplate;
import io.processhub.Scope;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopResult;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/** The monitors of the whole cluster, as this member can start, stop and find them. */
@Service
final class Monitors {

    /** The hub answers sooner, with an error for each child that got no answer. */
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final ProcessHubTemplate hub;

    private final MonitorResults results;

    Monitors(ProcessHubTemplate hub, MonitorResults results) {
        this.hub = hub;
        this.results = results;
    }

    /** Starts those that do not exist; the result names those that do. */
    StartResult start(List<ChildSpec> specs) {
        return await(this.hub.startAll(specs, StartOptions.defaults().checkExisting(false)));
    }

    void stop(String id) {
        StopResult result = await(this.hub.stop(checked(id)));
        if (!result.isOk()) {
            throw Problems.of(result.errors().getFirst());
        }
    }

    MonitorPage page(@Nullable String tag, String after, int limit) {
        return MonitorPage.of(list(tag, after, limit + 1).map(MonitorRow::of).toList(), limit);
    }

    private Stream<ChildRecord> list(@Nullable String tag, String after, int limit) {
        if (tag == null) {
            return this.hub.children(Scope.GLOBAL, after, limit).stream();
        }
        return this.hub.withTag(tag).stream().filter((row) -> row.key().value().compareTo(after) > 0).limit(limit);
    }

    MonitorReport report(String id) {
        ChildRecord row = this.hub.find(checked(id))
            .orElseThrow(() -> Problems.notFound("there is no monitor '" + id + "'"));
        List<CallResult> found = row.active()
            .filter((claim) -> claim.state() != Claim.State.FAILED)
            .map((claim) -> this.results.of(row.key(), claim.member()))
            .orElse(List.of());
        return MonitorReport.of(MonitorRow.of(row), found);
    }

    /** The name of a monitor, if it can be one. */
    static String checked(String id) {
        try {
            return ChildKey.of(id).value();
        }
        catch (IllegalArgumentException ex) {
            throw new InvalidInputException(String.valueOf(ex.getMessage()));
        }
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        }
        catch (TimeoutException ex) {
            throw Problems
                .unavailable("no answer within " + LONGEST_WAIT_SECONDS + " s; it may still happen, look again");
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw Problems.unavailable("this member is about to stop; ask another one");
        }
        catch (ExecutionException ex) {
            throw (ex.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
        }
    }

}
