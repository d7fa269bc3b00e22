package io.processhub.runtime;

import java.util.List;

import io.processhub.ChildKey;
import io.processhub.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller hears what became of its calls. Must not block; may be called from any
 * thread.
 */
interface CallReplies {

    /** The calls of a batch wait for the child. */
    void taken(ChildKey key, long batch);

    /**
     * These calls were not carried out.
     * @param batch that brought them, 0 if it was taken before
     * @param holder who has the child, null if nobody is known to
     */
    void returned(ChildKey key, long batch, List<Long> numbers, @Nullable Claim holder, String reason);

    /** A call was carried out, or has failed for good. */
    void answered(ChildKey key, long number, Outcome outcome);

}
