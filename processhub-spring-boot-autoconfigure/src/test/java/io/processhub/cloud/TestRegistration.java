package io.processhub.cloud;

import java.util.HashMap;
import java.util.Map;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * What a registry client makes for its application, with metadata that may be changed.
 */
class TestRegistration extends DefaultServiceInstance implements Registration {

    TestRegistration(String service) {
        this(service, new HashMap<>());
    }

    TestRegistration(String service, Map<String, String> metadata) {
        super(service + "-1", service, "localhost", 8080, false, metadata);
    }

}
