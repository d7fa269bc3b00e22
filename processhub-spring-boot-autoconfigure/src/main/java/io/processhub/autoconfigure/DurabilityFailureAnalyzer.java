package io.processhub.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is missing for durable children, and how to come by it. */
final class DurabilityFailureAnalyzer extends AbstractFailureAnalyzer<DurabilityException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DurabilityException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }

}
