package io.processhub.autoconfigure;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which times do not fit together, and what would. */
final class UnsafeTimesFailureAnalyzer extends AbstractFailureAnalyzer<UnsafeTimesException> {

    private static final String ACTION = "Change the settings as said above, on all members alike. Properties that"
            + " begin with hazelcast belong to the application's own Hazelcast configuration. Without quorum"
            + " (processhub.partition-tolerance.strategy: divergence) there is no lease, and any times will do.";

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsafeTimesException cause) {
        String conflicts = cause.conflicts()
            .stream()
            .map((line) -> System.lineSeparator() + "    - " + line)
            .collect(Collectors.joining());
        return new FailureAnalysis("Lease and failure detection do not fit together:" + conflicts, ACTION, cause);
    }

}
