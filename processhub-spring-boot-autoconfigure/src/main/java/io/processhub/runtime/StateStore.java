package io.processhub.runtime;

import java.util.concurrent.CompletionStage;

import io.processhub.ChildKey;

/**
 * Port to the state of children: one entry for each child, shared by all nodes, backed
 * up. A claim that has opened an entry shuts out all with smaller epochs. No method
 * blocks; each fails after a time limit, and what failed may still be carried out later.
 * Stages may be completed on threads that must not be blocked. May be used from any
 * thread.
 */
public interface StateStore {

    /**
     * Reads the newest state, and refuses from now on what is written under smaller
     * epochs.
     * @return the state as it now stands; the claim is refused if that has a greater
     * epoch
     */
    CompletionStage<StoredState> open(StateClaim claim);

    /**
     * Writes a state, unless one is there that is as new or newer.
     * @param version greater than all that were written under this claim
     * @return epoch and version as they now stand; those of the claim if the state was
     * written, or has been before
     */
    CompletionStage<Stamp> save(StateClaim claim, long version, byte[] bytes);

    /**
     * Forgets the state of a child that was stopped, unless a later epoch has opened it.
     */
    CompletionStage<?> forget(ChildKey key, long epoch);

    /** How new an entry is. */
    record Stamp(long epoch, long version) {
    }

}
