package io.processhub;

/**
 * Child that wants to be told of its role, by implementing this beside
 * {@link ChildProcess}. Which roles it is told is set by {@code signal} of the redundancy
 * strategy; by default it is told none, and reads {@link ChildContext#role()}.
 */
public interface RoleAware {

    /**
     * The role of this replica, as it is now: told before {@code run} begins and after
     * each change, on a virtual thread of the child, one call at a time and in order.
     * {@code run} goes on meanwhile; it sees the new role and the new epoch already. The
     * thread is interrupted when the child has to stop, and the child has not ended
     * before this has. What it throws is logged and changes nothing.
     */
    void onRole(Role role) throws Exception;

}
