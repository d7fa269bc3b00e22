package io.processhub.actuate;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildMoveException;
import io.processhub.ChildRecord;
import io.processhub.MemberId;
import io.processhub.ProcessHubException;
import io.processhub.Scope;
import io.processhub.StopResult;
import io.processhub.runtime.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * What operators may do to a hub.
 *
 * @param id child that is meant
 * @param member member that is meant, by its address or boot id
 * @param members size of the cluster that is meant
 */
record HubActions(OperatedHub hub, @Nullable String id, @Nullable String member, @Nullable String members) {

    private static final List<String> KNOWN = List.of("stop", "restart", "move", "drain", "reset-cluster-size");

    Object act(String operation) {
        return switch (operation) {
            case "stop" -> stop();
            case "restart" -> restart();
            case "move" -> move();
            case "drain" -> drain();
            case "reset-cluster-size" -> resetClusterSize();
            default -> throw new RefusedRequestException(RefusedRequestException.NOT_FOUND, "operation: " + operation
                    + " (expected: one of " + KNOWN + ")" + Suggestion.didYouMean(operation, KNOWN));
        };
    }

    private Object stop() {
        ChildKey key = key();
        StopResult result = await(this.hub.operations().stop(key.value()));
        result.errors().forEach(HubActions::refuse);
        return Map.of("id", key.value(), "stoppedOn",
                result.stopped().getOrDefault(key, List.of()).stream().map(MemberId::value).toList());
    }

    /** The hub limits how long it takes, and fails what it cannot answer any more. */
    private static <T> T await(CompletableFuture<T> done) {
        try {
            return done.join();
        }
        catch (CompletionException ex) {
            throw (ex.getCause() instanceof ProcessHubException cause) ? cause : ex;
        }
    }

    private static void refuse(ChildError error) {
        throw new RefusedRequestException(switch (error) {
            case ChildError.NotFound _ -> RefusedRequestException.NOT_FOUND;
            case ChildError.NoQuorum _, ChildError.NotStored _ -> RefusedRequestException.UNAVAILABLE;
            case ChildError.TimedOut _ -> RefusedRequestException.TIMED_OUT;
            case ChildError.AlreadyExists _, ChildError.Duplicate _, ChildError.UnknownType _, ChildError.InvalidArgs _,
                    ChildError.Refused _ ->
                RefusedRequestException.CONFLICT;
        }, error.message());
    }

    private Object restart() {
        ChildKey key = key();
        ChildRecord row = this.hub.hub().registry().find(key).orElseThrow(() -> notFound(key));
        if (row.claims().isEmpty()) {
            throw new RefusedRequestException(RefusedRequestException.CONFLICT,
                    "child '" + key + "': no member holds it, so that it is about to start anyway");
        }
        this.hub.operations().restart(key.value());
        return Map.of("id", key.value(), "asked", ChildPage.Replica.of(row).getFirst().member());
    }

    private Object move() {
        ChildKey key = key();
        if (this.hub.hub().registry().find(key).isEmpty()) {
            throw notFound(key);
        }
        MemberId target = Query.member("member", (this.member == null) ? "not set" : this.member,
                this.hub.hub().members());
        try {
            await(this.hub.operations().move(key.value(), target));
        }
        catch (ChildMoveException ex) {
            throw new RefusedRequestException(RefusedRequestException.CONFLICT, String.valueOf(ex.getMessage()));
        }
        return Map.of("id", key.value(), "member", target.value());
    }

    /** What becomes of it is seen by the members that are left. */
    private Object drain() {
        int children = this.hub.operations().children(Scope.LOCAL).size();
        this.hub.operations().drain();
        return Map.of("draining", this.hub.hub().localMember().id().value(), "children", children);
    }

    static RefusedRequestException notFound(ChildKey key) {
        return new RefusedRequestException(RefusedRequestException.NOT_FOUND, new ChildError.NotFound(key).message());
    }

    private Object resetClusterSize() {
        int size = size();
        this.hub.operations().resetClusterSize(size);
        return Map.of("members", size);
    }

    private ChildKey key() {
        if (this.id == null) {
            throw new IllegalArgumentException("id: not set (expected: the name of a child)");
        }
        return ChildKey.of(this.id);
    }

    private int size() {
        try {
            return Integer.parseInt(String.valueOf(this.members));
        }
        catch (NumberFormatException ex) {
            throw Query.invalid("members", (this.members == null) ? "not set" : this.members, "1 or more", "");
        }
    }

}
