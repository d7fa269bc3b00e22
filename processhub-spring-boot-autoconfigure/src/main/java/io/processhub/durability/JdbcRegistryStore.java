package io.processhub.durability;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.runtime.NotStoredException;
import io.processhub.runtime.RegistryStore;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The registry of a hub in a table of a database, a row for each child. A save is one
 * transaction of at most two batches. Several hubs may share a table.
 */
public final class JdbcRegistryStore implements RegistryStore {

    /** How long a database may take, unless set. */
    public static final Duration TIME_LIMIT = Duration.ofSeconds(3);

    private final DataSource database;

    private final JdbcTemplate jdbc;

    private final TimedTransactions transactions;

    private final String table;

    private final ChildColumns columns;

    private final Set<ChildKey> kept;

    private volatile @Nullable Dialect dialect;

    /**
     * Store of one hub. Does not ask the database anything yet.
     * @param tables where the rows are
     * @param kept children whose stop is remembered for ever: those of the configuration,
     * which would be started again otherwise
     * @param limit how long the database may take for a transaction
     */
    public JdbcRegistryStore(DataSource database, DurableTables tables, String hubId, Set<ChildKey> kept,
            Duration limit) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
        this.transactions = new TimedTransactions(database, limit);
        this.table = tables.children();
        this.columns = new ChildColumns(hubId);
        this.kept = Set.copyOf(kept);
    }

    @Override
    public List<ChildRecord> load(int bucket) {
        return this.transactions
            .read(() -> this.jdbc.query("select * from " + this.table + " where hub_id = ? and bucket = ?",
                    (row, number) -> ChildColumns.read(row), this.columns.hubId(), bucket));
    }

    @Override
    public void save(int bucket, List<ChildRecord> written, List<ChildRecord> forgotten) {
        List<ChildRecord> gone = forgotten.stream().filter((row) -> !this.kept.contains(row.key())).toList();
        this.transactions.write(() -> {
            replace(bucket, written);
            batch(ChildColumns.forget(this.table), gone,
                    (statement, row) -> this.columns.setForgotten(statement, bucket, row));
        });
    }

    private void replace(int bucket, List<ChildRecord> rows) {
        if (!rows.isEmpty()) {
            int[] counts = batch(dialect().replace(ChildColumns.of(this.table)), rows,
                    (statement, row) -> this.columns.set(statement, bucket, row));
            int refused = Arrays.stream(counts).boxed().toList().indexOf(0);
            if (refused >= 0) {
                throw new NotStoredException("the database of processhub.durability has a newer row of child '"
                        + rows.get(refused).key() + "', from another part of a split network");
            }
        }
    }

    private Dialect dialect() {
        Dialect known = this.dialect;
        if (known == null) {
            known = Dialect.of(this.database);
            this.dialect = known;
        }
        return known;
    }

    private interface Setter {

        void set(PreparedStatement statement, ChildRecord row) throws SQLException;

    }

    private int[] batch(String statement, List<ChildRecord> rows, Setter setter) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        return Arrays.stream(this.jdbc.batchUpdate(statement, rows, rows.size(), setter::set))
            .flatMapToInt(Arrays::stream)
            .toArray();
    }

    @Override
    public Set<ChildKey> stopped(Collection<ChildKey> keys) {
        List<String> stopped = this.transactions.read(() -> this.jdbc.queryForList(
                "select child_key from " + this.table + " where hub_id = ? and removed_at <> 0", String.class,
                this.columns.hubId()));
        Set<ChildKey> found = stopped.stream().map(ChildKey::of).collect(Collectors.toCollection(HashSet::new));
        found.retainAll(keys);
        return found;
    }

}
