package io.processhub.sample;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database for results, if {@code sample.database} names one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sample.database")
class Database {

    @Bean
    DataSource resultDatabase(SampleProperties properties) {
        return new DriverManagerDataSource(String.valueOf(properties.database()));
    }

    @Bean
    FencedResults fencedResults(DataSource database) {
        return new FencedResults(database);
    }

}
