package io.processhub.autoconfigure;

import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.coordination.HubSettings;
import io.processhub.durability.JdbcRegistryStore;
import io.processhub.durability.JdbcStates;
import io.processhub.runtime.DurableStates;
import io.processhub.runtime.RegistryStore;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** What outlives all members, if the configuration asks for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "processhub.durability.store", havingValue = "jdbc")
class DurabilityConfiguration {

    private static final String JDBC = "org.springframework.jdbc.core.JdbcTemplate";

    /**
     * Stores of one of several hubs.
     * @param children those that the configuration names
     * @throws DurabilityException if there is no database, or it cannot be used
     */
    static DurableStores stores(ProcessHubProperties properties, Set<ChildKey> children, ListableBeanFactory beans) {
        if (!ClassUtils.isPresent(JDBC, beans.getClass().getClassLoader())) {
            throw withoutJdbc();
        }
        return Jdbc.stores(properties, children, beans);
    }

    private static DurabilityException withoutJdbc() {
        return new DurabilityException("processhub.durability.store is jdbc, and Spring JDBC is not on the class path.",
                "Add org.springframework.boot:spring-boot-starter-jdbc to the build of the application, or set"
                        + " processhub.durability.store to none.",
                null);
    }

    /** In the database of the application. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = JDBC)
    static class Jdbc {

        @Bean
        DurableDatabase processHubDurableDatabase(ObjectProvider<DataSource> databases, ListableBeanFactory beans,
                ProcessHubProperties properties) {
            return DurableDatabase.prepare(properties.durability(), databases, beans);
        }

        @Bean
        RegistryStore processHubRegistryStore(DurableDatabase database, HubSettings settings, StaticChildren children) {
            return new JdbcRegistryStore(database.source(), database.tables(), settings.hubId(),
                    children.specs().stream().map(ChildSpec::key).collect(Collectors.toSet()), database.timeLimit());
        }

        @Bean
        DurableStates processHubDurableStates(DurableDatabase database, HubSettings settings) {
            return new JdbcStates(database.source(), database.tables(), settings.hubId(), database.timeLimit());
        }

        @Bean
        DurableStores processHubDurableStores(RegistryStore registry, DurableStates states,
                ProcessHubProperties properties) {
            return new DurableStores(registry, states,
                    Setting.under(DurableDatabase.PREFIX, properties.durability()::checkedCheckpointDelay));
        }

        static DurableStores stores(ProcessHubProperties properties, Set<ChildKey> children,
                ListableBeanFactory beans) {
            DurableDatabase database = DurableDatabase.prepare(properties.durability(),
                    beans.getBeanProvider(DataSource.class), beans);
            String hubId = properties.hubId();
            return new DurableStores(
                    new JdbcRegistryStore(database.source(), database.tables(), hubId, children, database.timeLimit()),
                    new JdbcStates(database.source(), database.tables(), hubId, database.timeLimit()),
                    Setting.under(DurableDatabase.PREFIX, properties.durability()::checkedCheckpointDelay));
        }

    }

    /** Without Spring JDBC there is no way to it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(JDBC)
    static class NoJdbc {

        @Bean
        DurableStores processHubDurableStores() {
            throw withoutJdbc();
        }

    }

}
