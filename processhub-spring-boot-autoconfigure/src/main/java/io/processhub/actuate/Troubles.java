package io.processhub.actuate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Hub;

/**
 * Children of this member that somebody has to see to.
 *
 * @param parked those that failed too often, sorted
 * @param stuck those that were told to stop and still run, sorted
 */
record Troubles(List<String> parked, List<String> stuck) {

    /** Names in one detail; the endpoint {@code processhub} lists the others. */
    private static final int MOST_NAMES = 10;

    static Troubles of(Hub hub) {
        List<String> parked = new ArrayList<>();
        List<String> stuck = new ArrayList<>();
        hub.registry().forEach((row) -> {
            Claim claim = row.claimOf(hub.localMember().id());
            if (claim != null && claim.state() == Claim.State.FAILED) {
                parked.add(name(row));
            }
            else if (claim != null && claim.state() == Claim.State.STUCK) {
                stuck.add(name(row));
            }
        });
        Collections.sort(parked);
        Collections.sort(stuck);
        return new Troubles(parked, stuck);
    }

    private static String name(ChildRecord row) {
        return row.key().value();
    }

    /** Details for people; empty if there is no trouble. */
    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        put(details, "parked", this.parked);
        put(details, "stuck", this.stuck);
        return details;
    }

    private static void put(Map<String, Object> details, String name, List<String> children) {
        if (!children.isEmpty()) {
            details.put(name,
                    Map.of("count", children.size(), "children", children.stream().limit(MOST_NAMES).toList()));
        }
    }

}
