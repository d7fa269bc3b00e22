package io.processhub.durability;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.sql.DataSource;

import io.processhub.ChildKey;
import io.processhub.runtime.StoredState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What a store of states promises, whatever database it uses. */
abstract class StatesContract {

    private static final ChildKey KEY = ChildKey.of("EUR/USD");

    private DataSource database;

    private JdbcStates states;

    abstract DataSource database();

    @BeforeEach
    void createTables() {
        this.database = database();
        DurableTables tables = new DurableTables(DurableTables.PREFIX);
        tables.create(this.database);
        new JdbcTemplate(this.database).update("delete from PROCESSHUB_STATE");
        this.states = new JdbcStates(this.database, tables, "hub", Duration.ofSeconds(30));
    }

    private static StoredState state(long startId, long epoch, long version, byte... bytes) {
        return new StoredState(startId, epoch, version, bytes);
    }

    private void save(StoredState state) {
        this.states.save(Map.of(KEY, state));
    }

    private StoredState load() {
        StoredState found = this.states.load(KEY);
        if (found == null) {
            throw new AssertionError("no state");
        }
        return found;
    }

    @Test
    void aStateComesBackAsItWas() {
        save(state(Long.MIN_VALUE + 1, 1L << 52, 3, (byte) 0, (byte) -1, (byte) 127));
        assertThat(load()).usingRecursiveComparison()
            .isEqualTo(state(Long.MIN_VALUE + 1, 1L << 52, 3, (byte) 0, (byte) -1, (byte) 127));
        assertThat(this.states.load(ChildKey.of("other"))).isNull();
    }

    @Test
    void aNewerStateReplacesAnOlderOneAndNotTheOtherWayRound() {
        save(state(1, 5, 3, (byte) 3));
        save(state(1, 5, 4, (byte) 4));
        save(state(1, 5, 3, (byte) 3));
        assertThat(load().bytes()).containsExactly(4);
        save(state(1, 6, 1, (byte) 6));
        save(state(1, 5, 9, (byte) 9));
        assertThat(load().bytes()).as("a zombie is refused").containsExactly(6);
    }

    @Test
    void manyLargeStatesAreWrittenAtOnce() {
        Map<ChildKey, StoredState> many = new HashMap<>();
        byte[] large = new byte[1 << 20];
        new Random(1).nextBytes(large);
        for (int i = 0; i < 12; i++) {
            many.put(ChildKey.of("child-" + i), state(1, 1, 1, large));
        }
        this.states.save(many);
        for (ChildKey key : many.keySet()) {
            StoredState found = this.states.load(key);
            assertThat((found != null) ? found.bytes() : null).isEqualTo(large);
        }
    }

    @Test
    void whatIsForgottenIsGone() {
        save(state(1, 5, 3, (byte) 3));
        this.states.forget(List.of(KEY, ChildKey.of("other")));
        assertThat(this.states.load(KEY)).isNull();
    }

    @Test
    void hubsThatShareATableDoNotMeet() {
        save(state(1, 5, 3, (byte) 3));
        JdbcStates other = new JdbcStates(this.database, new DurableTables(DurableTables.PREFIX), "other",
                Duration.ofSeconds(30));
        assertThat(other.load(KEY)).isNull();
        other.forget(List.of(KEY));
        assertThat(this.states.load(KEY)).isNotNull();
    }

}
