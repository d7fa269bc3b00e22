package io.processhub.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people are told of the settings of a hub.
 *
 * @param hubId name of the hub
 * @param strategies names of its strategies by their kind, such as {@code distribution}
 * @param expectedFailover how long children of a lost member do not run, as a sentence
 */
public record HubProfile(String hubId, Map<String, String> strategies, String expectedFailover) {

    public HubProfile {
        strategies = Collections.unmodifiableMap(new LinkedHashMap<>(strategies));
    }

    /** Name of the strategy that says who owns a child. */
    public String distribution() {
        return this.strategies.getOrDefault("distribution", "the distribution strategy");
    }

}
