package io.processhub.runtime;

import io.processhub.ChildCallException.Reason;
import io.processhub.ChildKey;
import io.processhub.MemberId;
import io.processhub.coordination.CallMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A call that waits for its child, or is carried out.
 *
 * @param deadline time of {@link System#nanoTime()} at which its caller gives up
 */
record IncomingCall(MemberId caller, ChildKey key, long number, long round, String method, IncomingArguments args,
        long deadline, CallReplies replies) {

    boolean isExpired() {
        return System.nanoTime() - this.deadline >= 0;
    }

    void succeed(@Nullable Object value) {
        this.replies.answered(this.key, this.number, outcome(value));
    }

    private Outcome outcome(@Nullable Object value) {
        if (SharedValues.isShared(value)) {
            return new Outcome.Shared(value);
        }
        try {
            return new Outcome.Written(CallJson.write(value));
        }
        catch (JacksonException ex) {
            return Outcome.Failed.of(Reason.NOT_SERIALIZABLE, "its reply cannot be JSON: " + ex.getOriginalMessage());
        }
    }

    void fail(Reason reason, String text) {
        this.replies.answered(this.key, this.number, Outcome.Failed.of(reason, text));
    }

    void threw(Throwable thrown) {
        String type = thrown.getClass().getName();
        this.replies.answered(this.key, this.number,
                new Outcome.Failed(new CallMessage.Failure(Reason.CHILD_THREW, "it threw " + text(thrown), type)));
    }

    private static String text(Throwable thrown) {
        try {
            return thrown.toString();
        }
        catch (RuntimeException | Error unprintable) {
            return thrown.getClass().getName();
        }
    }

}
