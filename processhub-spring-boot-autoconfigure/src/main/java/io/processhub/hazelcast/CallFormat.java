package io.processhub.hazelcast;

import java.io.IOException;
import java.io.StreamCorruptedException;

import io.processhub.ChildCallException;
import io.processhub.coordination.CallMessage;
import io.processhub.coordination.Message;

/** How messages about calls look as bytes: a number for the kind, then its parts. */
final class CallFormat {

    private static final ChildCallException.Reason[] REASONS = ChildCallException.Reason.values();

    private CallFormat() {
    }

    static boolean isKind(int kind) {
        return kind >= 50 && kind <= 53;
    }

    static void write(WireOutput out, CallMessage message) throws IOException {
        switch (message) {
            case CallMessage.Calls calls -> {
                out.octet(50);
                RowFormat.memberId(out, calls.caller());
                out.text(calls.replyTo());
                RowFormat.key(out, calls.key());
                out.number(calls.batch());
                out.number(calls.round());
                out.all(calls.calls(), CallFormat::call);
            }
            case CallMessage.Taken taken -> {
                out.octet(51);
                RowFormat.key(out, taken.key());
                out.number(taken.batch());
            }
            case CallMessage.Returned returned -> {
                out.octet(52);
                RowFormat.key(out, returned.key());
                out.number(returned.batch());
                out.all(returned.numbers(), WireOutput::number);
                out.optional(returned.holder(), RowFormat::claim);
                out.text(returned.reason());
            }
            case CallMessage.Answered answered -> {
                out.octet(53);
                RowFormat.key(out, answered.key());
                out.number(answered.number());
                out.optional(answered.value(), WireOutput::text);
                out.optional(answered.failure(), CallFormat::failure);
            }
        }
    }

    static Message read(WireInput in, int kind) throws IOException {
        return switch (kind) {
            case 50 -> new CallMessage.Calls(RowFormat.memberId(in), in.sharedText(), RowFormat.key(in), in.number(),
                    in.number(), in.all(CallFormat::call));
            case 51 -> new CallMessage.Taken(RowFormat.key(in), in.number());
            case 52 -> new CallMessage.Returned(RowFormat.key(in), in.number(), in.all(WireInput::number),
                    in.optional(RowFormat::claim), in.text());
            case 53 -> new CallMessage.Answered(RowFormat.key(in), in.number(), in.optional(WireInput::text),
                    in.optional(CallFormat::failure));
            default -> throw new StreamCorruptedException("call message of unknown kind " + kind);
        };
    }

    private static void call(WireOutput out, CallMessage.Call call) throws IOException {
        out.number(call.number());
        out.text(call.method());
        out.text(call.args());
        out.number(call.millis());
    }

    private static CallMessage.Call call(WireInput in) throws IOException {
        return new CallMessage.Call(in.number(), in.sharedText(), in.text(), in.number());
    }

    private static void failure(WireOutput out, CallMessage.Failure failure) throws IOException {
        out.choice(failure.reason());
        out.text(failure.text());
        out.optional(failure.thrown(), WireOutput::text);
    }

    private static CallMessage.Failure failure(WireInput in) throws IOException {
        return new CallMessage.Failure(in.choice(REASONS), in.text(), in.optional(WireInput::text));
    }

}
