package io.processhub.runtime;

/**
 * Second wall behind the lease: the store refuses writes on nodes that see too few
 * others. Coarser and later than the lease, so it may never be the only one.
 */
public interface QuorumGuard {

    /**
     * Says how many nodes must see each other from now on; 0 if any number will do.
     * Returns at once, from any thread; may come into force a moment later.
     */
    void require(int members);

}
