package io.processhub.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a child's state. Never changed; whoever is given the bytes must not
 * change them either.
 *
 * @param startId number of the call that started the child
 * @param epoch greatest epoch that has opened or written it: smaller ones are refused
 * @param version counts what was written; grows under each epoch
 * @param bytes the state as it was serialised, null if there is none yet
 */
public record StoredState(long startId, long epoch, long version, byte @Nullable [] bytes) {

    /**
     * As it stands after a claim has opened it; the same instance if it is refused, or
     * was opened under this epoch before.
     * @param current null if nothing is kept
     */
    public static StoredState opened(@Nullable StoredState current, long startId, long epoch) {
        if (current == null) {
            return new StoredState(startId, epoch, 0, null);
        }
        if (current.epoch >= epoch) {
            return current;
        }
        return (current.startId == startId) ? new StoredState(startId, epoch, current.version, current.bytes)
                : new StoredState(startId, epoch, 0, null);
    }

    /**
     * As it stands after this one was to be written; the other one if that is refused.
     * @param current null if nothing is kept
     */
    public StoredState over(@Nullable StoredState current) {
        return (current == null || isNewerThan(current)) ? this : current;
    }

    /** Whether this state replaces another one: by epoch, then version. */
    public boolean isNewerThan(StoredState other) {
        return (this.epoch != other.epoch) ? this.epoch > other.epoch
                : this.startId == other.startId && this.version > other.version;
    }

}
