package io.processhub.autoconfigure;

import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.processhub.ChildSpec;
import io.processhub.coordination.HubSettings;
import io.processhub.durability.JdbcRegistryStore;
import io.processhub.runtime.RegistryStore;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What outlives all members, if the configuration asks for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "processhub.durability.store", havingValue = "jdbc")
class DurabilityConfiguration {

    private static final String JDBC = "org.springframework.jdbc.core.JdbcTemplate";

    /** In the database of the application. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = JDBC)
    static class Jdbc {

        @Bean
        RegistryStore processHubRegistryStore(ObjectProvider<DataSource> databases, ListableBeanFactory beans,
                ProcessHubProperties properties, HubSettings settings, StaticChildren children) {
            DurabilityProperties durability = properties.durability();
            DataSource database = new DurableDatabase(durability).prepared(databases, beans);
            return new JdbcRegistryStore(database, Setting.under(DurableDatabase.PREFIX, durability::toTables),
                    settings.hubId(), children.specs().stream().map(ChildSpec::key).collect(Collectors.toSet()),
                    Setting.under(DurableDatabase.PREFIX, durability::checkedTimeLimit));
        }

    }

    /** Without Spring JDBC there is no way to it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(JDBC)
    static class NoJdbc {

        @Bean
        RegistryStore processHubRegistryStore() {
            throw new DurabilityException(
                    "processhub.durability.store is jdbc, and Spring JDBC is not on the class path.",
                    "Add org.springframework.boot:spring-boot-starter-jdbc to the build of the application, or set"
                            + " processhub.durability.store to none.",
                    null);
        }

    }

}
