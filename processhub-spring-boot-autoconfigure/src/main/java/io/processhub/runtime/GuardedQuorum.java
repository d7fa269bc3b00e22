package io.processhub.runtime;

import io.processhub.Quorum;

/**
 * Keeps a guard at the number of members that the hub says must be together. Used by the
 * hub's loop only.
 */
final class GuardedQuorum {

    private final QuorumGuard guard;

    private int told = -1;

    GuardedQuorum(QuorumGuard guard) {
        this.guard = guard;
    }

    void follow(Quorum quorum) {
        if (quorum.required() != this.told) {
            this.told = quorum.required();
            this.guard.require(this.told);
        }
    }

}
