package io.processhub.autoconfigure;

import io.processhub.hazelcast.HazelcastStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what keeps a member out of a cluster most often: another version of Hazelcast. */
final class HazelcastStartFailureAnalyzer extends AbstractFailureAnalyzer<HazelcastStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, HazelcastStartException cause) {
        return new FailureAnalysis("This member was not taken into the cluster: " + cause.getMessage() + ".",
                "Let all members run the same version of Hazelcast: Spring Boot chooses an older one unless the"
                        + " property hazelcast.version is set in the build of every application. Members that run"
                        + " already have to be restarted with it. What else may be wrong, the lines of"
                        + " com.hazelcast above say.",
                cause);
    }

}
