package io.processhub.runtime;

import io.processhub.ChildKey;

/**
 * In whose name a state is read and written.
 *
 * @param key the child
 * @param startId number of the call that started it: one that was stopped and started
 * anew does not inherit
 * @param epoch fencing number of the claim it runs under
 */
public record StateClaim(ChildKey key, long startId, long epoch) {
}
