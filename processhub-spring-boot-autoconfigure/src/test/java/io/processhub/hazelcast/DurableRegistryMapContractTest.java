package io.processhub.hazelcast;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.hazelcast.config.Config;
import io.processhub.durability.Databases;
import io.processhub.durability.DurableTables;
import io.processhub.durability.JdbcRegistryStore;
import io.processhub.runtime.RegistryMapContract;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A map that is kept in a database keeps the promises of all maps. */
@NullUnmarked
class DurableRegistryMapContractTest extends RegistryMapContract {

    private static final int HUBS = 60;

    private static final AtomicInteger COUNT = new AtomicInteger();

    @AutoClose
    private static Members members;

    @BeforeAll
    static void start() {
        DataSource database = Databases.inMemory();
        new DurableTables(DurableTables.PREFIX).create(database);
        members = new Members(3, (config) -> store(config, database));
    }

    private static Config store(Config config, DataSource database) {
        for (int i = 0; i < HUBS; i++) {
            HazelcastConfigs.store(config, "hub-" + i, new JdbcRegistryStore(database,
                    new DurableTables(DurableTables.PREFIX), "hub-" + i, Set.of(), Duration.ofSeconds(30)));
        }
        return config;
    }

    @Override
    protected List<HazelcastRegistryMap> newMap() {
        String hubId = "hub-" + COUNT.getAndIncrement();
        return members.all().stream().map((member) -> new HazelcastRegistryMap(member, hubId)).toList();
    }

}
