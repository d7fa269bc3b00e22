package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import io.processhub.durability.DurableTables;
import io.processhub.durability.UnsupportedDatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * The application's database, with the tables.
 *
 * @param source where it is
 * @param tables which tables
 * @param timeLimit how long it may take
 */
record DurableDatabase(DataSource source, DurableTables tables, Duration timeLimit) {

    static final String PREFIX = "processhub.durability";

    private static final Logger log = LoggerFactory.getLogger(DurableDatabase.class);

    /**
     * Finds the database and makes sure that it has the tables.
     * @throws DurabilityException if there is none, or it cannot be used
     */
    static DurableDatabase prepare(DurabilityProperties properties, ObjectProvider<DataSource> databases,
            ListableBeanFactory beans) {
        DataSource database = databases.getIfUnique();
        if (database == null) {
            throw noneOf(List.of(beans.getBeanNamesForType(DataSource.class)));
        }
        DurableTables tables = Setting.under(PREFIX, properties::toTables);
        Duration limit = Setting.under(PREFIX, properties::checkedTimeLimit);
        try {
            if (isCreated(properties, database)) {
                tables.create(database);
            }
            requireTables(tables, database);
        }
        catch (UnsupportedDatabaseException ex) {
            throw new DurabilityException(PREFIX + ".store is jdbc: " + ex.getMessage() + ".",
                    "Let the DataSource name another database, or set " + PREFIX + ".store to none.", ex);
        }
        return new DurableDatabase(database, tables, limit);
    }

    private static boolean isCreated(DurabilityProperties properties, DataSource database) {
        return switch (properties.initializeSchema()) {
            case EMBEDDED -> DurableTables.isEmbedded(database);
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    private static void requireTables(DurableTables tables, DataSource database) {
        boolean missing;
        try {
            missing = tables.isMissingFrom(database);
        }
        catch (DataAccessException | IllegalStateException ex) {
            log.warn("the database of {} does not answer: starts and stops are refused until it does ({})", PREFIX,
                    String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()));
            return;
        }
        if (missing) {
            throw new DurabilityException(
                    PREFIX + ".store is jdbc, and the database has no table " + tables.prefix() + "CHILD or no table "
                            + tables.prefix() + "STATE.",
                    "Set " + PREFIX + ".initialize-schema to always, or create the tables by the script"
                            + " io/processhub/durability/schema-*.sql in the jar of this library.",
                    null);
        }
    }

    private static DurabilityException noneOf(List<String> names) {
        String problem = names.isEmpty() ? "there is no DataSource"
                : "there are several DataSources, of which none is @Primary: " + String.join(", ", names);
        String action = names.isEmpty()
                ? "Add org.springframework.boot:spring-boot-starter-jdbc and a driver, and set spring.datasource.url;"
                        + " or define a bean of type DataSource; or set " + PREFIX + ".store to none."
                : "Mark one of them with @Primary, or set " + PREFIX + ".store to none.";
        return new DurabilityException(PREFIX + ".store is jdbc, and " + problem + ".", action, null);
    }

}
