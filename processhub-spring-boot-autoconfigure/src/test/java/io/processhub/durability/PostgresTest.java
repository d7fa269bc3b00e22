package io.processhub.durability;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.processhub.runtime.NotStoredException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** The registry and states in PostgreSQL. */
class PostgresTest {

    @AutoClose
    private static Postgres postgres;

    @BeforeAll
    static void start() {
        postgres = Postgres.startOrSkip();
    }

    @Nested
    class OfStates extends StatesContract {

        @Override
        DataSource database() {
            return postgres.database();
        }

    }

    @Nested
    class OfTheRegistry extends RegistryStoreContract {

        @Override
        DataSource database() {
            return postgres.database();
        }

        @Test
        void aDriverThatRewritesBatchesMayBeUsed() {
            PGSimpleDataSource rewriting = new PGSimpleDataSource();
            rewriting.setUrl(postgres.url() + "&reWriteBatchedInserts=true");
            JdbcRegistryStore store = new JdbcRegistryStore(rewriting, new DurableTables(DurableTables.PREFIX), "hub",
                    Set.of(), Duration.ofSeconds(30));
            store.save(7, List.of(row("a", 1, 1, 1, 0), row("b", 1, 1, 1, 0), row("c", 1, 1, 1, 0)), List.of());
            assertThat(store.load(7)).hasSize(3);
        }

        @Test
        void aCrashOfTheServerRefusesChangesAndLosesNoneThatWasTaken() {
            JdbcRegistryStore store = new JdbcRegistryStore(postgres.database(),
                    new DurableTables(DurableTables.PREFIX), "hub", Set.of(), Duration.ofSeconds(5));
            store.save(7, List.of(row("a", 1, 1, 1, 0)), List.of());
            postgres.kill();
            assertThatExceptionOfType(NotStoredException.class)
                .isThrownBy(() -> store.save(7, List.of(row("b", 1, 1, 1, 0)), List.of()));
            postgres.restart();
            await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> store.save(7, List.of(row("c", 1, 1, 1, 0)), List.of()));
            assertThat(store.load(7)).extracting((row) -> row.key().value()).containsExactlyInAnyOrder("a", "c");
        }

    }

}
