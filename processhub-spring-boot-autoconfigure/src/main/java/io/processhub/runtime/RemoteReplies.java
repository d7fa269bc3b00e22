package io.processhub.runtime;

import java.util.List;
import java.util.function.Consumer;

import io.processhub.ChildKey;
import io.processhub.Claim;
import io.processhub.coordination.CallMessage;
import org.jspecify.annotations.Nullable;

/** Sends replies to the member that called. */
record RemoteReplies(Consumer<CallMessage> caller) implements CallReplies {

    @Override
    public void taken(ChildKey key, long batch) {
        this.caller.accept(new CallMessage.Taken(key, batch));
    }

    @Override
    public void returned(ChildKey key, long batch, List<Long> numbers, @Nullable Claim holder, String reason) {
        this.caller.accept(new CallMessage.Returned(key, batch, numbers, holder, reason));
    }

    @Override
    public void answered(ChildKey key, long number, Outcome outcome) {
        this.caller.accept(switch (outcome) {
            case Outcome.Written written -> new CallMessage.Answered(key, number, written.json(), null);
            case Outcome.Shared shared -> new CallMessage.Answered(key, number, CallJson.write(shared.value()), null);
            case Outcome.Failed failed -> new CallMessage.Answered(key, number, null, failed.failure());
        });
    }

}
