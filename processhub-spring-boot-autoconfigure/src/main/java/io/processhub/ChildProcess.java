package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * What a child does. Implementations are annotated with {@link HubProcess}.
 *
 * @param <A> type of its arguments, a record that JSON can carry; {@link Void} if it
 * takes none
 */
@FunctionalInterface
public interface ChildProcess<A extends @Nullable Object> {

    /**
     * Does the child's work until it is finished or stopped. Runs on a virtual thread of
     * its own, which is interrupted when the child has to stop. Returning means
     * completed, throwing means failed; what follows is up to the {@link RestartPolicy}.
     * @param child what the child may know of itself
     * @throws Exception whatever made it fail; it is logged and kept in the registry
     */
    void run(ChildContext<A> child) throws Exception;

}
