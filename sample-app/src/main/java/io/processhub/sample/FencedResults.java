package io.processhub.sample;

import java.time.ZoneOffset;

import javax.sql.DataSource;

import io.processhub.ChildKey;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The last result of each monitor, in a database that all members share. Fenced: what an
 * incarnation writes is refused once a later one has written, also if the earlier one
 * does not know yet that it was replaced. May be used from any thread.
 */
final class FencedResults {

    private static final String TABLE = """
            create table if not exists monitor_result (
              child varchar(512) primary key, epoch bigint not null,
              called_at timestamp with time zone, status int, millis bigint, error varchar(2000))""";

    static final String UPDATE = """
            update monitor_result
               set called_at = :time, status = :status, millis = :millis, error = :error, epoch = :epoch
             where child = :child and epoch <= :epoch""";

    private static final String INSERT = """
            insert into monitor_result (child, epoch, called_at, status, millis, error)
            values (:child, :epoch, :time, :status, :millis, :error)""";

    private static final int LONGEST_ERROR = 2000;

    private final JdbcClient jdbc;

    FencedResults(DataSource database) {
        this.jdbc = JdbcClient.create(database);
        this.jdbc.sql(TABLE).update();
    }

    /**
     * Writes the result of a monitor.
     * @param epoch of the claim under which the monitor runs
     * @return false if it was refused, because a later epoch has written
     */
    boolean store(ChildKey monitor, long epoch, CallResult result) {
        return write(UPDATE, monitor, epoch, result) || insert(monitor, epoch, result)
                || write(UPDATE, monitor, epoch, result);
    }

    /** Whether there was no row; another writer may make one at the same time. */
    private boolean insert(ChildKey monitor, long epoch, CallResult result) {
        try {
            return write(INSERT, monitor, epoch, result);
        }
        catch (DuplicateKeyException ex) {
            return false;
        }
    }

    private boolean write(String statement, ChildKey monitor, long epoch, CallResult result) {
        return this.jdbc.sql(statement)
            .param("child", monitor.value())
            .param("epoch", epoch)
            .param("time", result.time().atOffset(ZoneOffset.UTC))
            .param("status", result.status())
            .param("millis", result.millis())
            .param("error", shortened(result.error()))
            .update() == 1;
    }

    private static @Nullable String shortened(@Nullable String error) {
        return (error != null && error.length() > LONGEST_ERROR) ? error.substring(0, LONGEST_ERROR) : error;
    }

}
