package io.processhub.actuate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * Some children, sorted by name.
 *
 * @param children rows of this page
 * @param next value of {@code after} for the next page; null if there is none
 */
public record ChildPage(List<Row> children, @Nullable String next) {

    /** A child in a list. */
    public record Row(String id, String type, Collection<String> tags, List<Replica> replicas) {

        static Row of(ChildRecord row) {
            return new Row(row.key().value(), row.spec().type(), row.spec().tags(), Replica.of(row));
        }

    }

    /**
     * One replica of a child.
     *
     * @param restarts how often it was started again under its epoch
     */
    public record Replica(String member, Role role, Claim.State state, long epoch, int restarts,
            @Nullable String error) {

        static List<Replica> of(ChildRecord row) {
            return row.claims()
                .stream()
                .map((claim) -> new Replica(claim.member().value(), claim.role(), claim.state(), claim.epoch(),
                        claim.incarnation() - 1, claim.error()))
                .toList();
        }

    }

    /** The children that a query asks for. */
    static ChildPage of(OperatedHub hub, Query query) {
        int limit = query.rows();
        List<ChildRecord> found = find(hub, query);
        if (found.isEmpty() && query.member() != null && isUnknown(query.member(), hub)) {
            throw Query.unknownMember("member", query.member(), hub.hub().members());
        }
        List<Row> rows = found.stream().limit(limit).map(Row::of).toList();
        return new ChildPage(rows, (found.size() > limit) ? rows.getLast().id() : null);
    }

    private static boolean isUnknown(String given, OperatedHub hub) {
        return hub.hub().members().stream().noneMatch((member) -> Query.isNamed(given, member.id()));
    }

    private static List<ChildRecord> find(OperatedHub hub, Query query) {
        String state = query.wantedState();
        String after = query.afterOrFirst();
        List<ChildRecord> found = new ArrayList<>();
        rows(hub, query).forEach((row) -> {
            if (row.key().value().compareTo(after) > 0 && isHeldBy(query.member(), row) && isIn(state, row)) {
                found.add(row);
            }
        });
        found.sort(Comparator.comparing(ChildRecord::key));
        return found;
    }

    private static List<ChildRecord> rows(OperatedHub hub, Query query) {
        if (query.tag() != null) {
            return hub.hub().registry().withTag(query.tag());
        }
        if (query.member() == null && query.state() == null) {
            return hub.hub().registry().list(null, query.afterOrFirst(), query.rows() + 1);
        }
        List<ChildRecord> all = new ArrayList<>();
        hub.hub().registry().forEach((row) -> {
            if (!row.isRemoved()) {
                all.add(row);
            }
        });
        return all;
    }

    private static boolean isHeldBy(@Nullable String member, ChildRecord row) {
        return member == null || row.claims().stream().anyMatch((claim) -> Query.isNamed(member, claim.member()));
    }

    private static boolean isIn(@Nullable String state, ChildRecord row) {
        if (state == null) {
            return true;
        }
        return state.equals(Query.PENDING) ? row.claims().isEmpty()
                : row.claims().stream().anyMatch((claim) -> claim.state().name().equals(state));
    }

}
