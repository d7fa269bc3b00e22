package io.processhub.autoconfigure;

import com.hazelcast.instance.BuildInfoProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Says why a class or method of Hazelcast is missing: mostly because the dependency
 * management of Spring Boot has chosen an older Hazelcast than the starter. Asked before
 * Boot's own analyzers, which know where a class comes from, and not which property
 * chooses another.
 */
@Order(0)
final class OldHazelcastFailureAnalyzer extends AbstractFailureAnalyzer<LinkageError> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, LinkageError cause) {
        String missing = String.valueOf(cause.getMessage());
        return missing.replace('/', '.').contains("com.hazelcast.") ? analysis(missing, cause) : null;
    }

    private static FailureAnalysis analysis(String missing, LinkageError cause) {
        return new FailureAnalysis(
                "Hazelcast " + BuildInfoProvider.getBuildInfo().getVersion()
                        + " is on the class path, which lacks something that is used: " + missing,
                "If Spring Boot manages the versions of the application, set the property hazelcast.version to 5.7.0"
                        + " in its build (Maven: <hazelcast.version>5.7.0</hazelcast.version>): Boot would choose an"
                        + " older one. All members must run the same version.",
                cause);
    }

}
