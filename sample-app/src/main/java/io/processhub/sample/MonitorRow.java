package io.processhub.sample;

import java.util.List;
import java.util.Set;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A monitor as the registry has it.
 *
 * @param id its name
 * @param url what it monitors
 * @param member who runs it, null while nobody does
 * @param epoch fencing number of the claim it runs under
 * @param state how it fares, {@code UNCLAIMED} while nobody runs it
 * @param incarnation starts so far under this claim
 * @param error why it failed last, null if it did not
 * @param tags words to find it by
 * @param standby members on which a replica stands by
 */
record MonitorRow(String id, String url, @Nullable String member, long epoch, String state, int incarnation,
        @Nullable String error, Set<String> tags, List<String> standby) {

    private static final JsonMapper JSON = new JsonMapper();

    static MonitorRow of(ChildRecord row) {
        String id = row.key().value();
        String url = url(String.valueOf(row.spec().args()));
        List<String> standby = row.claims()
            .stream()
            .filter((claim) -> claim.role() == Role.PASSIVE)
            .map((claim) -> claim.member().value())
            .toList();
        Claim claim = row.active().orElse(null);
        if (claim == null) {
            return new MonitorRow(id, url, null, row.epoch(), "UNCLAIMED", 0, null, row.spec().tags(), standby);
        }
        return new MonitorRow(id, url, claim.member().value(), claim.epoch(), claim.state().name(), claim.incarnation(),
                claim.error(), row.spec().tags(), standby);
    }

    private static String url(String args) {
        try {
            return JSON.readTree(args).path("url").asString("");
        }
        catch (JacksonException ex) {
            return "";
        }
    }

}
