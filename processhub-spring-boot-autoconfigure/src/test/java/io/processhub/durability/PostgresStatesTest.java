package io.processhub.durability;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import static org.assertj.core.api.Assumptions.assumeThat;

/** States in PostgreSQL. */
class PostgresStatesTest extends StatesContract {

    private static Postgres postgres;

    @BeforeAll
    static void start() {
        assumeThat(Postgres.isInstalled()).as(Postgres.MISSING).isTrue();
        postgres = new Postgres();
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Override
    DataSource database() {
        return postgres.database();
    }

}
