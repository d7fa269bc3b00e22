package io.processhub.hazelcast;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.HashMap;
import java.util.Map;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.Claim;
import io.processhub.coordination.CallMessage;
import io.processhub.coordination.Message;
import io.processhub.coordination.VotingMessage;

/** How messages between members look as bytes: a number for the kind, then its parts. */
final class MessageFormat {

    private MessageFormat() {
    }

    static void write(WireOutput out, Message message) throws IOException {
        switch (message) {
            case Message.Hello hello -> {
                out.octet(1);
                RowFormat.member(out, hello.member());
                out.flag(hello.answer());
                out.flag(hello.knowsVoters());
            }
            case Message.Goodbye goodbye -> {
                out.octet(2);
                RowFormat.memberId(out, goodbye.member());
            }
            case Message.StartChildren start -> {
                out.octet(3);
                out.text(start.replyTo());
                out.bits(start.request());
                out.all(start.specs(), RowFormat::spec);
                out.number(start.hops());
            }
            case Message.StartAnswer answer -> {
                out.octet(4);
                out.bits(answer.request());
                started(out, answer.started());
                out.all(answer.errors(), MessageFormat::error);
            }
            case Message.Rows rows -> {
                out.octet(5);
                out.all(rows.rows(), RowFormat::record);
            }
            case Message.Rumours rumours -> {
                out.octet(7);
                out.all(rumours.rows(), RowFormat::record);
            }
            case Message.Digest digest -> {
                out.octet(6);
                out.text(digest.replyTo());
                out.all(digest.buckets(), WireOutput::bits);
                out.flag(digest.answer());
            }
            case Message.Load load -> {
                out.octet(8);
                RowFormat.memberId(out, load.member());
                out.real(load.load());
            }
            case Message.Prepare prepare -> {
                out.octet(9);
                out.text(prepare.replyTo());
                out.all(prepare.specs(), RowFormat::spec);
            }
            case Message.Prepared prepared -> {
                out.octet(10);
                RowFormat.memberId(out, prepared.member());
                out.all(prepared.ready(), RowFormat::key);
                failures(out, prepared.failures());
            }
            case Message.Arrived arrived -> {
                out.octet(11);
                RowFormat.memberId(out, arrived.member());
                out.all(arrived.keys(), RowFormat::key);
            }
            case Message.MoveChild move -> {
                out.octet(12);
                RowFormat.key(out, move.key());
                out.bits(move.epoch());
                RowFormat.memberId(out, move.target());
            }
            case VotingMessage voting -> VotingFormat.write(out, voting);
            case CallMessage call -> CallFormat.write(out, call);
        }
    }

    static Message read(WireInput in) throws IOException {
        int kind = in.octet();
        return switch (kind) {
            case 1 -> new Message.Hello(RowFormat.member(in), in.flag(), in.flag());
            case 2 -> new Message.Goodbye(RowFormat.memberId(in));
            case 3 -> new Message.StartChildren(in.sharedText(), in.bits(), in.all(RowFormat::spec), (int) in.number());
            case 4 -> new Message.StartAnswer(in.bits(), started(in), in.all(MessageFormat::error));
            case 5 -> new Message.Rows(in.all(RowFormat::record));
            case 6 -> new Message.Digest(in.sharedText(), in.all(WireInput::bits), in.flag());
            case 7 -> new Message.Rumours(in.all(RowFormat::record));
            case 8 -> new Message.Load(RowFormat.memberId(in), in.real());
            case 9 -> new Message.Prepare(in.sharedText(), in.all(RowFormat::spec));
            case 10 -> new Message.Prepared(RowFormat.memberId(in), in.all(RowFormat::key), failures(in));
            case 11 -> new Message.Arrived(RowFormat.memberId(in), in.all(RowFormat::key));
            case 12 -> new Message.MoveChild(RowFormat.key(in), in.bits(), RowFormat.memberId(in));
            default -> CallFormat.isKind(kind) ? CallFormat.read(in, kind) : VotingFormat.read(in, kind);
        };
    }

    private static void failures(WireOutput out, Map<ChildKey, String> failures) throws IOException {
        out.number(failures.size());
        for (Map.Entry<ChildKey, String> failure : failures.entrySet()) {
            RowFormat.key(out, failure.getKey());
            out.text(failure.getValue());
        }
    }

    private static Map<ChildKey, String> failures(WireInput in) throws IOException {
        int count = in.count();
        Map<ChildKey, String> failures = HashMap.newHashMap(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            failures.put(RowFormat.key(in), in.text());
        }
        return failures;
    }

    private static void started(WireOutput out, Map<ChildKey, Claim> started) throws IOException {
        out.number(started.size());
        for (Map.Entry<ChildKey, Claim> entry : started.entrySet()) {
            RowFormat.key(out, entry.getKey());
            RowFormat.claim(out, entry.getValue());
        }
    }

    private static Map<ChildKey, Claim> started(WireInput in) throws IOException {
        int count = in.count();
        Map<ChildKey, Claim> started = HashMap.newHashMap(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            started.put(RowFormat.key(in), RowFormat.claim(in));
        }
        return started;
    }

    private static void error(WireOutput out, ChildError error) throws IOException {
        switch (error) {
            case ChildError.AlreadyExists exists -> {
                head(out, 1, exists);
                out.all(exists.holders(), RowFormat::claim);
            }
            case ChildError.Duplicate duplicate -> head(out, 2, duplicate);
            case ChildError.NotFound notFound -> head(out, 3, notFound);
            case ChildError.UnknownType unknown -> {
                head(out, 4, unknown);
                out.text(unknown.type());
                out.all(unknown.known(), WireOutput::text);
            }
            case ChildError.InvalidArgs invalid -> {
                head(out, 5, invalid);
                out.text(invalid.detail());
            }
            case ChildError.TimedOut timedOut -> {
                head(out, 6, timedOut);
                out.text(timedOut.waitedFor());
            }
            case ChildError.Refused refused -> {
                head(out, 7, refused);
                out.text(refused.reason());
            }
            case ChildError.NoQuorum noQuorum -> {
                head(out, 8, noQuorum);
                out.number(noQuorum.visible());
                out.number(noQuorum.required());
            }
            case ChildError.NotStored notStored -> {
                head(out, 9, notStored);
                out.text(notStored.reason());
            }
        }
    }

    private static void head(WireOutput out, int kind, ChildError error) throws IOException {
        out.octet(kind);
        RowFormat.key(out, error.key());
    }

    private static ChildError error(WireInput in) throws IOException {
        int kind = in.octet();
        ChildKey key = RowFormat.key(in);
        return switch (kind) {
            case 1 -> new ChildError.AlreadyExists(key, in.all(RowFormat::claim));
            case 2 -> new ChildError.Duplicate(key);
            case 3 -> new ChildError.NotFound(key);
            case 4 -> new ChildError.UnknownType(key, in.text(), in.all(WireInput::text));
            case 5 -> new ChildError.InvalidArgs(key, in.text());
            case 6 -> new ChildError.TimedOut(key, in.text());
            case 7 -> new ChildError.Refused(key, in.text());
            case 8 -> new ChildError.NoQuorum(key, (int) in.number(), (int) in.number());
            case 9 -> new ChildError.NotStored(key, in.text());
            default -> throw new StreamCorruptedException("error of unknown kind " + kind);
        };
    }

}
