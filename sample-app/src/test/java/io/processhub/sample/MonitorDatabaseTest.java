package io.processhub.sample;

import java.io.IOException;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Monitors whose last results are kept in a database. */
@TestPropertySource(properties = { "sample.database=jdbc:h2:mem:monitors;DB_CLOSE_DELAY=-1",
        "spring.application.name=monitor-database-test" })
class MonitorDatabaseTest extends OneMemberTest {

    MonitorDatabaseTest() throws IOException {
    }

    @Test
    void lastResultIsStoredUnderTheEpochOfItsMonitor(@Autowired DataSource database) {
        this.api.postJson(json("a", "100ms"));
        JdbcClient jdbc = JdbcClient.create(database);
        await().until(() -> jdbc.sql("select status from monitor_result where child = 'a'")
            .query(Integer.class)
            .optional()
            .isPresent());
        assertThat(jdbc.sql("select epoch from monitor_result").query(Long.class).single())
            .isEqualTo(this.api.monitors().findFirst().orElseThrow().path("epoch").asLong());
    }

}
