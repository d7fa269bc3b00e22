package io.processhub.durability;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Json;
import io.processhub.Placement;
import io.processhub.RestartPolicy;
import io.processhub.coordination.StoredRow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a row of the registry stands in the table of children. Arguments have a column of
 * their own, as the caller's JSON; what else a spec says is JSON too, so that a spec may
 * learn to say more without another column.
 *
 * @param hubId which hub
 */
record ChildColumns(String hubId) {

    /**
     * Rows of one epoch that should run say the same; one that has come back begins to
     * count its versions anew.
     */
    private static final String REPLACEABLE = "removed_at = 0";

    private static final JsonMapper JSON = new JsonMapper();

    /** What a spec says besides key, type and arguments. */
    private record Options(Set<String> tags, Map<String, String> metadata, @Nullable RestartPolicy restart,
            Duration shutdown, Placement placement) {
    }

    static Columns of(String table) {
        LinkedHashMap<String, String> types = new LinkedHashMap<>();
        types.put("hub_id", "varchar");
        types.put("bucket", "int");
        types.put("child_key", "varchar");
        types.put("child_type", "varchar");
        types.put("args", "clob");
        types.put("options", "clob");
        types.put("epoch", "bigint");
        types.put("version", "bigint");
        types.put("start_id", "bigint");
        types.put("removed_at", "bigint");
        return new Columns(table, List.of("hub_id", "bucket", "child_key"), types, REPLACEABLE);
    }

    /** Sets all columns in their order. */
    void set(PreparedStatement statement, int bucket, ChildRecord row) throws SQLException {
        ChildSpec spec = row.spec();
        statement.setString(1, this.hubId);
        statement.setInt(2, bucket);
        statement.setString(3, row.key().value());
        statement.setString(4, spec.type());
        statement.setString(5, (spec.args() == null) ? null : ((Json) spec.args()).text());
        statement.setString(6, JSON.writeValueAsString(
                new Options(spec.tags(), spec.metadata(), spec.restart(), spec.shutdown(), spec.placement())));
        statement.setLong(7, row.epoch());
        statement.setLong(8, row.version());
        statement.setLong(9, row.startId());
        statement.setLong(10, row.removedAt());
    }

    /** Sets the parameters of {@link #forget}. */
    void setForgotten(PreparedStatement statement, int bucket, ChildRecord row) throws SQLException {
        statement.setString(1, this.hubId);
        statement.setInt(2, bucket);
        statement.setString(3, row.key().value());
        statement.setLong(4, row.epoch());
        statement.setLong(5, row.epoch());
        statement.setLong(6, row.version());
    }

    /** Statement that forgets a row unless a newer one has taken its place. */
    static String forget(String table) {
        return "delete from " + table
                + " where hub_id = ? and bucket = ? and child_key = ? and (epoch < ? or epoch = ? and version <= ?)";
    }

    static ChildRecord read(ResultSet row) throws SQLException {
        String args = row.getString("args");
        Options options = JSON.readValue(row.getString("options"), Options.class);
        ChildSpec spec = new ChildSpec(ChildKey.of(row.getString("child_key")), row.getString("child_type"),
                (args != null) ? new Json(args) : null, options.tags, options.metadata, options.restart,
                options.shutdown, options.placement);
        return StoredRow.recovered(spec, row.getLong("epoch"), row.getLong("version"), row.getLong("start_id"),
                row.getLong("removed_at"));
    }

}
