package io.processhub;

import java.io.Serial;

/**
 * This member cannot reach enough others, so it may neither start nor stop children. What
 * it knows of them may be out of date.
 */
public final class NoQuorumException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Quorum quorum;

    public NoQuorumException(String hubId, Quorum quorum) {
        super("hub '" + hubId + "' has no quorum on this member: " + quorum.lack() + "; starts and stops work again"
                + " when the network does, or after resetClusterSize if members are gone for good");
        this.quorum = quorum;
    }

    /** The quorum that was missed. */
    public Quorum quorum() {
        return this.quorum;
    }

}
