package io.processhub.hazelcast;

import java.io.Serial;

import com.hazelcast.instance.BuildInfoProvider;
import io.processhub.ProcessHubException;

/** A Hazelcast member of our own found a cluster, and could not become part of it. */
public final class HazelcastStartException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    public HazelcastStartException(Throwable cause) {
        super("the Hazelcast member of this hub, version " + BuildInfoProvider.getBuildInfo().getVersion()
                + ", could not join its cluster: " + cause.getMessage(), cause);
    }

}
