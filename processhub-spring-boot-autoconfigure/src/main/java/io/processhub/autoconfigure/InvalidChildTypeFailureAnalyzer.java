package io.processhub.autoconfigure;

import io.processhub.runtime.InvalidChildTypeException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which class annotated with {@code @HubProcess} cannot be used, and what helps. */
final class InvalidChildTypeFailureAnalyzer extends AbstractFailureAnalyzer<InvalidChildTypeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidChildTypeException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }

}
