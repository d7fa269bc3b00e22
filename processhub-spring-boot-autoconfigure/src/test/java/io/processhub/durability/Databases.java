package io.processhub.durability;

import java.nio.file.Path;
import java.util.UUID;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;

/** Databases of H2. */
public final class Databases {

    private Databases() {
    }

    /** One in memory, for as long as the JVM lives. */
    public static DataSource inMemory() {
        return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    /** One in a file. */
    public static JdbcConnectionPool inFile(Path directory) {
        return JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("children"), "sa", "");
    }

}
