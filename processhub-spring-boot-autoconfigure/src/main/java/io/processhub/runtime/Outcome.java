package io.processhub.runtime;

import io.processhub.ChildCallException.Reason;
import io.processhub.coordination.CallMessage;
import org.jspecify.annotations.Nullable;

/** What became of a call. */
sealed interface Outcome {

    /** The child's reply, which caller and child may share. */
    record Shared(@Nullable Object value) implements Outcome {
    }

    /** The child's reply as JSON. */
    record Written(String json) implements Outcome {
    }

    /** There is no reply. */
    record Failed(CallMessage.Failure failure) implements Outcome {

        static Failed of(Reason reason, String text) {
            return new Failed(new CallMessage.Failure(reason, text, null));
        }

    }

}
