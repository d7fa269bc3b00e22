package io.processhub.autoconfigure;

import java.io.Serial;
import java.util.List;

import io.processhub.ProcessHubException;

/** The application has a Hazelcast instance of its own that a hub cannot use as it is. */
final class UnsuitableHazelcastException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> missing;

    UnsuitableHazelcastException(String instance, List<String> missing) {
        super("The hub cannot use the application's Hazelcast instance '" + instance + "': "
                + String.join(" ", missing));
        this.missing = List.copyOf(missing);
    }

    List<String> missing() {
        return this.missing;
    }

}
