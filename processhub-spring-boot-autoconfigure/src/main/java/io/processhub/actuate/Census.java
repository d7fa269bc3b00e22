package io.processhub.actuate;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.processhub.Claim;
import io.processhub.Hub;
import io.processhub.MemberId;
import io.processhub.Role;

/**
 * Counts the children of this member, all kinds at once, at most once a second however
 * many ask. May be used from any thread.
 */
final class Census {

    /** Stands for types that this member does not know. */
    static final String UNKNOWN = "unknown";

    private static final long VALID = Duration.ofSeconds(1).toNanos();

    private final Hub hub;

    private final Set<String> types;

    private Map<Kind, Integer> counts = Map.of();

    private long countedAt = System.nanoTime() - VALID;

    /** Kind of a child. */
    record Kind(String type, Claim.State state, Role role) {
    }

    Census(Hub hub, Set<String> types) {
        this.hub = hub;
        this.types = types;
    }

    String typeOf(String name) {
        return this.types.contains(name) ? name : UNKNOWN;
    }

    synchronized int count(Kind kind) {
        long now = System.nanoTime();
        if (now - this.countedAt >= VALID) {
            this.counts = count();
            this.countedAt = now;
        }
        return this.counts.getOrDefault(kind, 0);
    }

    private Map<Kind, Integer> count() {
        MemberId self = this.hub.localMember().id();
        Map<Kind, Integer> counts = new HashMap<>();
        this.hub.registry().forEach((row) -> {
            Claim claim = row.claimOf(self);
            if (claim != null) {
                counts.merge(new Kind(typeOf(row.spec().type()), claim.state(), claim.role()), 1, Integer::sum);
            }
        });
        return counts;
    }

}
