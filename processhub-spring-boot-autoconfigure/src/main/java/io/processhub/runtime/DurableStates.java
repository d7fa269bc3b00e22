package io.processhub.runtime;

import java.util.Collection;
import java.util.Map;

import io.processhub.ChildKey;
import org.jspecify.annotations.Nullable;

/**
 * Port to what keeps the states of children when all members end. Shared by all members;
 * an older state never replaces a newer one. Each call blocks its thread.
 */
public interface DurableStates {

    /**
     * The state of a child, null if there is none.
     * @throws NotStoredException if it cannot be read
     */
    @Nullable StoredState load(ChildKey key);

    /**
     * Writes states, each unless a newer one is there.
     * @param states with bytes
     * @throws RuntimeException if that fails; some may have been written then
     */
    void save(Map<ChildKey, StoredState> states);

    /**
     * Forgets the states of children.
     * @throws RuntimeException if that fails
     */
    void forget(Collection<ChildKey> keys);

}
