package io.processhub.runtime;

import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.processhub.ChildCallException;
import io.processhub.ChildCallException.Reason;
import io.processhub.ChildKey;
import io.processhub.MemberId;
import io.processhub.coordination.CallMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.util.ClassUtils;

/**
 * A call on its way, with the future that its caller holds. What the caller does with the
 * result runs on a virtual thread.
 */
final class OutgoingCall {

    private final ChildKey key;

    private final String method;

    private final IncomingArguments args;

    private final Type replyType;

    private final long deadline;

    private final Executor executor;

    private final CompletableFuture<@Nullable Object> future = new CompletableFuture<>();

    /**
     * A call that was not handed to anybody yet.
     * @param deadline time of {@link System#nanoTime()} at which it fails
     */
    OutgoingCall(ChildKey key, String method, IncomingArguments args, Type replyType, long deadline,
            Executor executor) {
        this.key = key;
        this.method = method;
        this.args = args;
        this.replyType = replyType;
        this.deadline = deadline;
        this.executor = executor;
    }

    ChildKey key() {
        return this.key;
    }

    CompletableFuture<@Nullable Object> future() {
        return this.future;
    }

    boolean isExpired(long now) {
        return now - this.deadline >= 0;
    }

    CallMessage.Call toMessage(long number, long now) {
        return new CallMessage.Call(number, this.method, this.args.json(), (this.deadline - now) / 1_000_000);
    }

    IncomingCall toLocal(MemberId caller, long number, long round, CallReplies replies) {
        return new IncomingCall(caller, this.key, number, round, this.method, this.args, this.deadline, replies);
    }

    void complete(Outcome outcome) {
        this.executor.execute(() -> {
            try {
                this.future.complete(value(outcome));
            }
            catch (ChildCallException ex) {
                this.future.completeExceptionally(ex);
            }
        });
    }

    void fail(Reason reason, String text) {
        complete(Outcome.Failed.of(reason, text));
    }

    /** Fails although the hub has ended. */
    void end(RuntimeException reason) {
        Thread.startVirtualThread(() -> this.future.completeExceptionally(reason));
    }

    private @Nullable Object value(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Shared shared when ClassUtils.isAssignableValue(raw(), shared.value()) -> shared.value();
            case Outcome.Shared shared -> read(CallJson.write(shared.value()));
            case Outcome.Written written -> read(written.json());
            case Outcome.Failed failed -> throw new ChildCallException(this.key, failed.failure().reason(),
                    "child '" + this.key + "': " + failed.failure().text(), failed.failure().thrown());
        };
    }

    private Class<?> raw() {
        return (this.replyType instanceof Class<?> type && type != void.class && type != Void.class) ? type
                : Unreadable.class;
    }

    private @Nullable Object read(String json) {
        try {
            return CallJson.read(json, this.replyType);
        }
        catch (JacksonException ex) {
            throw new ChildCallException(this.key, Reason.NOT_SERIALIZABLE,
                    "child '" + this.key + "': its reply " + ArgsError.shortened(json) + " is no "
                            + this.replyType.getTypeName() + ": " + ex.getOriginalMessage(),
                    null);
        }
    }

    /** Nothing is an instance of it. */
    private interface Unreadable {

    }

}
