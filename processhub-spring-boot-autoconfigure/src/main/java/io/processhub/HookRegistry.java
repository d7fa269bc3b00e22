package io.processhub;

import java.util.List;

/**
 * The hooks of a member. May be used by any thread, hooks included.
 */
public interface HookRegistry {

    /**
     * Adds a hook, which hears of what happens from now on.
     * @throws IllegalArgumentException if there is one of this id
     */
    void register(Hook<?> hook);

    /**
     * Removes a hook. A call that is under way goes on; what it had yet to hear is
     * dropped.
     * @return whether there was one
     */
    boolean cancel(String id);

    /** All hooks, in the order in which they hear of an event. */
    List<Hook<?>> hooks();

    /**
     * How often a hook has thrown, was interrupted because it took too long, or missed an
     * event because too many waited; 0 if there is no such hook.
     */
    long failures(String id);

}
