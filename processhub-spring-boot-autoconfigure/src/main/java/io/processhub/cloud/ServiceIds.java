package io.processhub.cloud;

import org.springframework.core.env.Environment;

/** The name under which members of a cluster are registered. */
final class ServiceIds {

    private ServiceIds() {
    }

    /** What is configured, otherwise the name of the application. */
    static String own(Environment environment) {
        String name = environment.getProperty("spring.application.name", "application");
        return environment.getProperty("processhub.cluster.join.service-id", name);
    }

}
