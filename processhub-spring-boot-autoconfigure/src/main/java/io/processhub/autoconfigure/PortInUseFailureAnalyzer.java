package io.processhub.autoconfigure;

import io.processhub.hazelcast.HazelcastPortInUseException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which port is taken, and which property chooses another. */
final class PortInUseFailureAnalyzer extends AbstractFailureAnalyzer<HazelcastPortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, HazelcastPortInUseException cause) {
        boolean one = cause.firstPort() == cause.lastPort();
        String description = "This member of the hub could not listen on " + cause.address()
                + (one ? ", port " + cause.firstPort() + ": it is in use."
                        : ": all ports from " + cause.firstPort() + " to " + cause.lastPort() + " are in use.");
        String action = "End the " + (one ? "process" : "processes") + " listening there, or choose another port by"
                + " processhub.cluster.port"
                + (one ? ", also in processhub.cluster.join.members of all members." : ".");
        return new FailureAnalysis(description, action, cause);
    }

}
