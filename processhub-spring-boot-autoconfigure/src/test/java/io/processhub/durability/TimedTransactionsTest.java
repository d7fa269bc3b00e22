package io.processhub.durability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import io.processhub.runtime.NotStoredException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class TimedTransactionsTest {

    private static final Duration LIMIT = Duration.ofMillis(300);

    @Test
    void aDatabaseThatHangsIsWaitedForOnceAndThenRefusesAtOnceForAMoment() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            JdbcDataSource hanging = new JdbcDataSource();
            hanging.setUrl("jdbc:h2:tcp://127.0.0.1:" + silent.getLocalPort() + "/test");
            TimedTransactions transactions = new TimedTransactions(hanging, LIMIT);
            int[] done = { 0 };
            for (int call = 0; call < 2; call++) {
                assertThatExceptionOfType(NotStoredException.class)
                    .isThrownBy(() -> transactions.write(() -> done[0]++))
                    .withMessage("the database of processhub.durability does not take it, no answer within 300 ms");
            }
            assertThat(done[0]).isZero();
        }
    }

    @Test
    void whatTookTooLongIsRolledBackWhenItComesThatFar() throws SQLException {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000";
        JdbcConnectionPool one = JdbcConnectionPool.create(url, "sa", "");
        one.setMaxConnections(1);
        JdbcTemplate jdbc = new JdbcTemplate(one);
        jdbc.execute("create table t (id int primary key, n int)");
        jdbc.update("insert into t values (1, 0)");
        TimedTransactions transactions = new TimedTransactions(one, LIMIT);
        JdbcDataSource other = new JdbcDataSource();
        other.setUrl(url);
        other.setUser("sa");
        try (Connection locking = other.getConnection()) {
            locking.setAutoCommit(false);
            locking.createStatement().execute("select * from t where id = 1 for update");
            assertThatExceptionOfType(NotStoredException.class).isThrownBy(() -> transactions.write(() -> {
                jdbc.update("insert into t values (2, 0)");
                jdbc.update("update t set n = 1 where id = 1");
            }));
            locking.rollback();
        }
        // the only connection is free again when the late transaction has ended
        assertThat(jdbc.queryForList("select n from t", Integer.class)).containsExactly(0);
        await().atMost(Duration.ofSeconds(30))
            .ignoreExceptions()
            .untilAsserted(() -> transactions.write(() -> jdbc.update("update t set n = 2 where id = 1")));
        assertThat(jdbc.queryForList("select n from t", Integer.class)).containsExactly(2);
    }

}
