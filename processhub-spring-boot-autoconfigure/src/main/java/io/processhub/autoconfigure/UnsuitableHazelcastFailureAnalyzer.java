package io.processhub.autoconfigure;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lists what the application's Hazelcast instance lacks. */
final class UnsuitableHazelcastFailureAnalyzer extends AbstractFailureAnalyzer<UnsuitableHazelcastException> {

    private static final String ACTION = """
            Do one of these:
                - Define a bean of type com.hazelcast.config.Config instead of a HazelcastInstance: it is completed.
                - Pass the configuration through io.processhub.hazelcast.HazelcastConfigs.complete(config) before \
            the instance is made of it.
                - Define the bean by @Bean(defaultCandidate = false): the hub then starts a member of its own.""";

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsuitableHazelcastException cause) {
        String missing = cause.missing().stream().map((line) -> "%n    - " + line).collect(Collectors.joining());
        return new FailureAnalysis("The hub cannot use the application's Hazelcast instance as it is:"
                + missing.replace("%n", System.lineSeparator()), ACTION, cause);
    }

}
