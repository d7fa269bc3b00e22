package io.processhub;

/**
 * Says how many replicas a child has, and what each of them is: either all are active, or
 * the first owner's is and the others stand by. Must answer the same on every member, and
 * at any time.
 */
public interface RedundancyStrategy {

    /**
     * Number of replicas of each child.
     * @param members number of members that run the hub
     * @return at least 1; if there are fewer members, each has one
     */
    int copies(int members);

    /**
     * Role of the replica of the n-th owner, counted from 0, as long as nothing has
     * happened; the first one is active.
     */
    Role role(int owner);

    /**
     * Whether at most one replica of a child may be active: then another one takes its
     * place when it is lost, and under a quorum strategy only a quorum makes it active.
     */
    default boolean hasOneActive() {
        return copies(Integer.MAX_VALUE) == 1 || role(1) == Role.PASSIVE;
    }

    /** Whether a child that is {@link RoleAware} is told when it gets this role. */
    default boolean signals(Role role) {
        return false;
    }

}
