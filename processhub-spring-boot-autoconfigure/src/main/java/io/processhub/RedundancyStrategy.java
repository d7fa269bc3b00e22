package io.processhub;

/** Says how many replicas a child has, and what each of them is. */
public interface RedundancyStrategy {

    /**
     * Number of replicas of each child.
     * @param members number of members that run the hub
     * @return at least 1
     */
    int copies(int members);

    /** Role of the replica of the n-th owner, counted from 0. */
    Role role(int owner);

}
