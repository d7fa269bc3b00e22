package io.processhub.durability;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.processhub.ChildRecord;
import io.processhub.runtime.NotStoredException;

import static io.processhub.durability.RegistryStoreContract.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** The registry in H2. */
class H2RegistryStoreTest {

    private static final DurableTables TABLES = new DurableTables(DurableTables.PREFIX);

    @Nested
    class InMemory extends RegistryStoreContract {

        @Override
        DataSource database() {
            return Databases.inMemory();
        }

    }

    @Nested
    class InAFile extends RegistryStoreContract {

        @TempDir
        private Path directory;

        private @Nullable JdbcConnectionPool pool;

        @Override
        DataSource database() {
            JdbcConnectionPool opened = Databases.inFile(this.directory);
            this.pool = opened;
            return opened;
        }

        @AfterEach
        void close() {
            if (this.pool != null) {
                this.pool.dispose();
            }
        }

    }

    @Nested
    class OnAServer {

        @TempDir
        private Path directory;

        private Server server;

        private int port;

        private JdbcRegistryStore store;

        @BeforeEach
        void start() throws SQLException {
            startServer(0);
            JdbcDataSource database = new JdbcDataSource();
            database.setUrl("jdbc:h2:tcp://127.0.0.1:" + this.port + "/./children");
            TABLES.create(database);
            this.store = new JdbcRegistryStore(database, TABLES, "hub", Set.of(), Duration.ofSeconds(5));
        }

        private void startServer(int port) throws SQLException {
            this.server = Server
                .createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists", "-baseDir",
                        this.directory.toString())
                .start();
            this.port = this.server.getPort();
        }

        @AfterEach
        void stop() {
            this.server.stop();
        }

        @Test
        void whileTheServerIsDownChangesAreRefusedAndAfterwardsTheyAreTaken() throws SQLException {
            this.store.save(7, List.of(row("a", 1, 1, 1, 0)), List.of());
            this.server.stop();
            assertThatExceptionOfType(NotStoredException.class)
                .isThrownBy(() -> this.store.save(7, List.of(row("b", 1, 1, 1, 0)), List.of()))
                .withMessageStartingWith("the database of processhub.durability does not take it, ");
            assertThatExceptionOfType(NotStoredException.class).isThrownBy(() -> this.store.load(7));
            startServer(this.port);
            await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() -> this.store.save(7, List.of(row("c", 1, 1, 1, 0)), List.of()));
            assertThat(this.store.load(7)).extracting((row) -> row.key().value()).containsExactlyInAnyOrder("a", "c");
        }

    }

    @Test
    void aStoreOfOneLifeIsReadInTheNext(@TempDir Path directory) {
        ChildRecord row = row("a", 1, 1, 1, 0);
        JdbcConnectionPool first = Databases.inFile(directory);
        TABLES.create(first);
        new JdbcRegistryStore(first, TABLES, "hub", Set.of(), Duration.ofSeconds(5)).save(7, List.of(row), List.of());
        first.dispose();
        JdbcConnectionPool second = Databases.inFile(directory);
        TABLES.create(second);
        assertThat(new JdbcRegistryStore(second, TABLES, "hub", Set.of(), Duration.ofSeconds(5)).load(7))
            .extracting(ChildRecord::spec)
            .containsExactly(row.spec());
        second.dispose();
    }

}
