package io.processhub.runtime;

import io.processhub.ChildSpec;
import org.jspecify.annotations.Nullable;

/**
 * Watches children being started and stopped on this member. Called by the threads that
 * do it, which wait for it; what it throws is logged and changes nothing.
 */
public interface ChildObserver {

    /** Watches nothing. */
    ChildObserver NONE = (hubId, step, spec) -> (failure) -> {
    };

    /** What happens to a child. */
    enum Step {

        /** Its bean is built. */
        START,

        /** It was told to stop, and has not ended. */
        STOP

    }

    /**
     * A step begins; the answer hears when it has ended, perhaps on another thread.
     * @param hubId hub that the child belongs to
     */
    Ending begin(String hubId, Step step, ChildSpec spec);

    /** Hears that a step has ended, once. */
    interface Ending {

        /** The step has ended, well if {@code failure} is null. */
        void end(@Nullable Throwable failure);

    }

}
