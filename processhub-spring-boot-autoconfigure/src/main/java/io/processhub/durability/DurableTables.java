package io.processhub.durability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptException;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * The tables of the durable store, and how they are made.
 *
 * @param prefix what their names begin with, a schema of the database included
 */
public record DurableTables(String prefix) {

    /** What the names begin with, unless set. */
    public static final String PREFIX = "PROCESSHUB_";

    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");

    public DurableTables {
        if (!NAME.matcher(prefix).matches()) {
            throw new IllegalArgumentException("table-prefix: " + prefix
                    + " (expected: letters, digits and _, after the name of a schema and a dot if need be)");
        }
    }

    String children() {
        return this.prefix + "CHILD";
    }

    String states() {
        return this.prefix + "STATE";
    }

    /** Whether the database lives and dies with this JVM. */
    public static boolean isEmbedded(DataSource database) {
        try {
            String url = JdbcUtils.extractDatabaseMetaData(database, (about) -> about.getURL());
            return url != null && url.startsWith("jdbc:h2:mem:");
        }
        catch (MetaDataAccessException ex) {
            return false;
        }
    }

    /**
     * Makes the tables that are missing. Members that start together may all do so.
     * @throws UnsupportedDatabaseException if the database is none that is supported
     * @throws RuntimeException if it does not answer, or refuses
     */
    public void create(DataSource database) {
        byte[] script = script(Dialect.of(database)).getBytes(StandardCharsets.UTF_8);
        try {
            new ResourceDatabasePopulator(new ByteArrayResource(script)).execute(database);
        }
        catch (ScriptException ex) {
            // another member was quicker: PostgreSQL notices that too late for "if not
            // exists"
            if (isMissingFrom(database)) {
                throw ex;
            }
        }
    }

    private String script(Dialect dialect) {
        try (InputStream script = DurableTables.class.getResourceAsStream(dialect.script())) {
            if (script == null) {
                throw new IllegalStateException(dialect.script() + " is missing beside " + DurableTables.class);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).replace(PREFIX, this.prefix);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Whether the database does not have the tables.
     * @throws UnsupportedDatabaseException if it is none that is supported
     * @throws DataAccessException if it does not answer
     * @throws IllegalStateException if it does not answer
     */
    public boolean isMissingFrom(DataSource database) {
        Dialect.of(database);
        try {
            for (String table : List.of(children(), states())) {
                new JdbcTemplate(database).queryForList("select 1 from " + table + " where 1 = 0");
            }
            return false;
        }
        catch (DataAccessException ex) {
            if (ex instanceof BadSqlGrammarException) {
                return true;
            }
            throw ex;
        }
    }

}
