package org.springframework.cloud.consul;

import java.util.HashMap;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * Stands where the registrations of Spring Cloud Consul do: they are known by their
 * package.
 */
public final class TestConsulRegistration extends DefaultServiceInstance implements Registration {

    public TestConsulRegistration(String service) {
        super(service + "-1", service, "localhost", 8080, false, new HashMap<>());
    }

}
