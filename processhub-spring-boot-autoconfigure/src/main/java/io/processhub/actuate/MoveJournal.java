package io.processhub.actuate;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.processhub.ProcessHubEvent;

import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;

/**
 * Listens to the hubs of an application, and keeps the moves of each apart: of several
 * hubs events have the id as their source.
 */
final class MoveJournal {

    private static final String ONLY_HUB = "";

    private final InstantSource clock;

    private final Map<String, RecentMoves> hubs = new ConcurrentHashMap<>();

    MoveJournal(InstantSource clock) {
        this.clock = clock;
    }

    @EventListener
    void left(PayloadApplicationEvent<ProcessHubEvent.MemberLeft> event) {
        from(event).hear(event.getPayload());
    }

    @EventListener
    void moved(PayloadApplicationEvent<ProcessHubEvent.ChildMoved> event) {
        from(event).hear(event.getPayload());
    }

    @EventListener
    void started(PayloadApplicationEvent<ProcessHubEvent.ChildStarted> event) {
        from(event).hear(event.getPayload());
    }

    private RecentMoves from(PayloadApplicationEvent<?> event) {
        return hub((event.getSource() instanceof String hubId) ? hubId : ONLY_HUB);
    }

    private RecentMoves hub(String hubId) {
        return this.hubs.computeIfAbsent(hubId, (id) -> new RecentMoves(this.clock));
    }

    /** Moves in a hub of this application. */
    RecentMoves of(String hubId) {
        RecentMoves own = this.hubs.get(hubId);
        return (own != null) ? own : hub(ONLY_HUB);
    }

}
