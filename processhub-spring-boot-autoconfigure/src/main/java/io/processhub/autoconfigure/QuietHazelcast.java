package io.processhub.autoconfigure;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Lets Hazelcast log warnings only, unless the application says otherwise: it tells its
 * life in dozens of lines at every start, and what matters of it the hub says itself.
 */
final class QuietHazelcast implements EnvironmentPostProcessor {

    /** The last two warn at length that a member is gone, of which the hub has a line. */
    private static final Map<String, Object> LEVELS = Map.of("logging.level.com.hazelcast", "warn",
            "logging.level.com.hazelcast.internal.partition", "error",
            "logging.level.com.hazelcast.internal.server.tcp", "error");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("processhub-defaults", LEVELS));
    }

}
