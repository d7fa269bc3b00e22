package io.processhub.actuate;

import java.util.List;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.runtime.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Shows operators what runs where and why, in pages, and lets them act if the endpoint's
 * access is unrestricted. Answers from what this member knows; only {@code stop} waits,
 * at most 10 s.
 */
@WebEndpoint(id = "processhub", defaultAccess = Access.READ_ONLY)
public final class ProcessHubEndpoint {

    private static final int OK = 200;

    private static final int ACCEPTED = 202;

    private static final List<String> PARTS = List.of("members", "children", "child", "moves", "ring", "plan");

    /** Operations that are answered when they are done. */
    private static final Set<String> DONE = Set.of("stop", "move");

    private final List<OperatedHub> hubs;

    private final ProcessHubEndpointProperties properties;

    private final Sanitizer sanitizer;

    private final AuditTrail audit;

    private final MoveJournal moves;

    ProcessHubEndpoint(List<OperatedHub> hubs, ProcessHubEndpointProperties properties, Sanitizer sanitizer,
            AuditTrail audit, MoveJournal moves) {
        this.hubs = List.copyOf(hubs);
        this.properties = properties;
        this.sanitizer = sanitizer;
        this.audit = audit;
        this.moves = moves;
    }

    /** All hubs of this application. */
    @ReadOperation
    public HubOverview.All hubs() {
        return new HubOverview.All(this.hubs.stream().map(HubOverview::of).toList());
    }

    /** One hub. */
    @ReadOperation
    public WebEndpointResponse<Object> hub(@Selector String hub) {
        return Answer.of(OK, () -> HubOverview.of(find(hub)));
    }

    /**
     * Part of a hub: {@code members}, {@code children} (tag, member, state, limit,
     * after), {@code child} (id), {@code moves} (id, member, limit), {@code ring},
     * {@code plan} (join, leave, or member; weight, limit, after).
     */
    @ReadOperation
    public WebEndpointResponse<Object> part(SecurityContext context, @Selector String hub, @Selector String part,
            @Nullable String tag, @Nullable String member, @Nullable String state, @Nullable String limit,
            @Nullable String after, @Nullable String id, @Nullable String join, @Nullable String leave,
            @Nullable String weight) {
        Query query = new Query(tag, member, state, limit, after, id, join, leave, weight);
        return Answer.of(OK, () -> part(context, find(hub), part, query));
    }

    private Object part(SecurityContext context, OperatedHub hub, String part, Query query) {
        return switch (part) {
            case "members" -> HubOverview.members(hub.hub());
            case "children" -> ChildPage.of(hub, query);
            case "child" -> child(context, hub, query.id());
            case "moves" -> MovePage.of(hub, this.moves.of(hub.id()), query);
            case "ring" -> HubOverview.ring(hub);
            case "plan" -> PlanPage.of(hub, query);
            default -> throw new RefusedRequestException(RefusedRequestException.NOT_FOUND,
                    "part: " + part + " (expected: one of " + PARTS + ")" + Suggestion.didYouMean(part, PARTS));
        };
    }

    private ChildDetails child(SecurityContext context, OperatedHub hub, @Nullable String id) {
        if (id == null) {
            throw new IllegalArgumentException("id: not set (expected: the name of a child)");
        }
        ChildKey key = ChildKey.of(id);
        return hub.hub()
            .registry()
            .find(key)
            .map((row) -> ChildDetails.of(hub, row, new ShownValues(this.sanitizer, this.properties.shows(context))))
            .orElseThrow(() -> HubActions.notFound(key));
    }

    /**
     * Acts: {@code stop} (id), {@code restart} (id), {@code move} (id, member),
     * {@code drain}, {@code reset-cluster-size} (members). What is accepted but not done
     * yet is answered with 202.
     */
    @WriteOperation
    public WebEndpointResponse<Object> act(SecurityContext context, @Selector String hub, @Selector String operation,
            @Nullable String id, @Nullable String member, @Nullable String members) {
        int status = DONE.contains(operation) ? OK : ACCEPTED;
        WebEndpointResponse<Object> answer = Answer.of(status,
                () -> new HubActions(find(hub), id, member, members).act(operation));
        this.audit.write(context, operation, new AuditTrail.Deed(hub, id, member, members), answer);
        return answer;
    }

    private OperatedHub find(String id) {
        List<String> known = this.hubs.stream().map(OperatedHub::id).toList();
        return this.hubs.stream()
            .filter((hub) -> hub.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new RefusedRequestException(RefusedRequestException.NOT_FOUND,
                    "hub: " + id + " (expected: one of " + known + ")" + Suggestion.didYouMean(id, known)));
    }

}
