package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.hazelcast.core.HazelcastInstance;
import com.zaxxer.hikari.HikariDataSource;
import io.processhub.ProcessHubTemplate;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.awaitility.Awaitility.await;

/** Members of a cluster of its own, each a whole application in this JVM. */
final class Applications implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);

    final TestCluster cluster = new TestCluster();

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    ConfigurableApplicationContext start(Class<?> application, String... properties) {
        String[] arguments = Stream.of(this.cluster.properties(properties))
            .map((line) -> "--" + line)
            .toArray(String[]::new);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
            .run(arguments);
        this.contexts.add(context);
        return context;
    }

    /** Starts several, and waits until they see each other and have a quorum. */
    List<ProcessHubTemplate> startAll(int count, Class<?> application, String... properties) {
        List<ProcessHubTemplate> hubs = IntStream.range(0, count)
            .mapToObj((i) -> start(application, properties).getBean(ProcessHubTemplate.class))
            .toList();
        await().atMost(LONG)
            .until(() -> hubs.stream().allMatch((hub) -> hub.members().size() == count && hub.quorum().held()));
        return hubs;
    }

    /** All members end as in a power cut: none has time for anything. */
    void killAll() {
        List<Thread> kills = this.contexts.stream()
            .map((context) -> context.getBean("processHubHazelcastInstance", HazelcastInstance.class))
            .map((instance) -> Thread.ofPlatform().start(() -> instance.getLifecycleService().terminate()))
            .toList();
        await().atMost(LONG).until(() -> kills.stream().noneMatch(Thread::isAlive));
        close();
    }

    @Override
    public void close() {
        this.contexts.forEach(ConfigurableApplicationContext::close);
        this.contexts.clear();
    }

    /** The database that {@code test.database} names, if it does. */
    static class Database {

        @Bean
        @ConditionalOnProperty("test.database")
        DataSource database(@Value("${test.database}") String url) {
            HikariDataSource database = new HikariDataSource();
            database.setJdbcUrl(url);
            database.setMinimumIdle(0);
            return database;
        }

    }

}
