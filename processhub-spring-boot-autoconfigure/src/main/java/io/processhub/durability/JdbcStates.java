package io.processhub.durability;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.processhub.ChildKey;
import io.processhub.runtime.DurableStates;
import io.processhub.runtime.StoredState;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * States of a hub's children in a table of a database, a row for each child. Several hubs
 * may share a table.
 */
public final class JdbcStates implements DurableStates {

    /** Who waits for a write has time, unless it is written before it is answered. */
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    private static final int MOST_BYTES = 4 << 20;

    private final DataSource database;

    private final JdbcTemplate jdbc;

    private final TimedTransactions reads;

    private final TimedTransactions writes;

    private final String table;

    private final String hubId;

    private volatile @Nullable Dialect dialect;

    /**
     * Store of one hub. Does not ask the database anything yet.
     * @param limit how long the database may take to read a state
     */
    public JdbcStates(DataSource database, DurableTables tables, String hubId, Duration limit) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
        this.reads = new TimedTransactions(database, limit);
        this.writes = new TimedTransactions(database, LONGEST_WRITE);
        this.table = tables.states();
        this.hubId = hubId;
    }

    private static Columns columns(String table) {
        LinkedHashMap<String, String> types = new LinkedHashMap<>();
        types.put("hub_id", "varchar");
        types.put("child_key", "varchar");
        types.put("start_id", "bigint");
        types.put("epoch", "bigint");
        types.put("version", "bigint");
        types.put("content", "blob");
        return new Columns(table, List.of("hub_id", "child_key"), types, "content is null");
    }

    @Override
    public @Nullable StoredState load(ChildKey key) {
        List<StoredState> found = this.reads.read(() -> this.jdbc.query(
                "select start_id, epoch, version, content from " + this.table + " where hub_id = ? and child_key = ?",
                (row, number) -> read(row), this.hubId, key.value()));
        return found.isEmpty() ? null : found.getFirst();
    }

    private static StoredState read(ResultSet row) throws SQLException {
        return new StoredState(row.getLong("start_id"), row.getLong("epoch"), row.getLong("version"),
                row.getBytes("content"));
    }

    @Override
    public void save(Map<ChildKey, StoredState> states) {
        this.writes.write(() -> {
            String statement = dialect().replace(columns(this.table));
            List<Map.Entry<ChildKey, StoredState>> batch = new ArrayList<>();
            long bytes = 0;
            for (Map.Entry<ChildKey, StoredState> entry : states.entrySet()) {
                bytes += size(entry.getValue());
                if (bytes > MOST_BYTES && !batch.isEmpty()) {
                    write(statement, batch);
                    batch.clear();
                    bytes = size(entry.getValue());
                }
                batch.add(entry);
            }
            write(statement, batch);
        });
    }

    private Dialect dialect() {
        Dialect known = this.dialect;
        if (known == null) {
            known = Dialect.of(this.database);
            this.dialect = known;
        }
        return known;
    }

    private static int size(StoredState state) {
        return (state.bytes() != null) ? state.bytes().length : 0;
    }

    private void write(String statement, List<Map.Entry<ChildKey, StoredState>> batch) {
        this.jdbc.batchUpdate(statement, batch, batch.size(), (row, entry) -> {
            StoredState state = entry.getValue();
            row.setString(1, this.hubId);
            row.setString(2, entry.getKey().value());
            row.setLong(3, state.startId());
            row.setLong(4, state.epoch());
            row.setLong(5, state.version());
            row.setBytes(6, state.bytes());
        });
    }

    @Override
    public void forget(Collection<ChildKey> keys) {
        this.writes
            .write(() -> this.jdbc.batchUpdate("delete from " + this.table + " where hub_id = ? and child_key = ?",
                    keys.stream().map((key) -> new Object[] { this.hubId, key.value() }).toList()));
    }

}
