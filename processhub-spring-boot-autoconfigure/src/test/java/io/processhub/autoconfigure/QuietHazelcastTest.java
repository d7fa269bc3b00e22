package io.processhub.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** Levels of Hazelcast's log in an application with the starter. */
class QuietHazelcastTest {

    private static final String LEVEL = "logging.level.com.hazelcast";

    @Test
    void hazelcastOnlyWarnsUnlessTheApplicationSaysOtherwise() {
        assertThat(levelWith()).isEqualTo("warn");
        assertThat(levelWith("--" + LEVEL + "=debug")).isEqualTo("debug");
    }

    private static String levelWith(String... arguments) {
        SpringApplication application = new SpringApplication(Nothing.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            return context.getEnvironment().getRequiredProperty(LEVEL);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {

    }

}
