package io.processhub;

/** Says how children move from a member to another one that now owns them. */
@FunctionalInterface
public interface MigrationStrategy {

    /**
     * How many more children may begin to move away from this member now.
     * @param moving children that are on their way
     * @param waiting children that still have to move
     */
    int admit(int moving, int waiting);

}
