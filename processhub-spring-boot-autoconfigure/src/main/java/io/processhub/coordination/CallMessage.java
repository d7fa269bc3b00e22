package io.processhub.coordination;

import java.util.List;

import io.processhub.ChildCallException;
import io.processhub.ChildKey;
import io.processhub.Claim;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What members tell each other about calls to children. Has nothing to do with who runs
 * what, so it passes the coordinator by.
 */
public sealed interface CallMessage extends Message {

    /** The child that is called. */
    ChildKey key();

    /**
     * Please carry out these calls, in this order.
     *
     * @param caller member that calls
     * @param replyTo its node
     * @param batch number of this message
     * @param round grows whenever calls for the child came back to the caller; calls of
     * an older round must not overtake those that came back
     */
    record Calls(MemberId caller, String replyTo, ChildKey key, long batch, long round,
            List<Call> calls) implements CallMessage {

        public Calls {
            calls = List.copyOf(calls);
        }
    }

    /**
     * One call.
     *
     * @param number greater than those of earlier calls of the same caller
     * @param method which method, see the caller
     * @param args JSON array
     * @param millis how long the caller still waits
     */
    record Call(long number, String method, String args, long millis) {
    }

    /** The calls of a batch wait for the child, which runs here. */
    record Taken(ChildKey key, long batch) implements CallMessage {
    }

    /**
     * These calls were not carried out.
     *
     * @param batch that brought them, 0 if it was taken before
     * @param holder who has the child as far as the sender knows, null if nobody
     */
    record Returned(ChildKey key, long batch, List<Long> numbers, @Nullable Claim holder,
            String reason) implements CallMessage {

        public Returned {
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * A call was carried out.
     *
     * @param value its reply as JSON, null if it failed
     * @param failure how it failed, null if it did not
     */
    record Answered(ChildKey key, long number, @Nullable String value,
            @Nullable Failure failure) implements CallMessage {
    }

    /**
     * How a call failed.
     *
     * @param thrown class name of what the child threw, null if it threw nothing
     */
    record Failure(ChildCallException.Reason reason, String text, @Nullable String thrown) {
    }

}
