package io.processhub.coordination;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;

/**
 * What members tell each other. May be lost, delayed, repeated or overtaken; nothing
 * rests on it alone.
 */
public sealed interface Message permits Message.Hello, Message.Goodbye, Message.StartChildren, Message.StartAnswer,
        Message.MoveChild, Message.Prepare, Message.Prepared, Message.Arrived, Message.Rows, Message.Rumours,
        Message.Digest, Message.Load, VotingMessage, CallMessage {

    /**
     * Who this member is, and that it runs the hub.
     *
     * @param member the sender
     * @param answer whether this answers another hello, so that it needs no answer
     * @param knowsVoters whether the sender knows whose votes count
     */
    record Hello(Member member, boolean answer, boolean knowsVoters) implements Message {
    }

    /** This member leaves for good. */
    record Goodbye(MemberId member) implements Message {
    }

    /**
     * Please start these children, which you own.
     *
     * @param replyTo node that asks
     * @param request number of the call there; also the {@link ChildRecord#startId()}
     * @param hops how often the request was passed on
     */
    record StartChildren(String replyTo, long request, List<ChildSpec> specs, int hops) implements Message {

        public StartChildren {
            specs = List.copyOf(specs);
        }
    }

    /** What became of a {@link StartChildren}, for some of its children. */
    record StartAnswer(long request, Map<ChildKey, Claim> started, List<ChildError> errors) implements Message {

        public StartAnswer {
            started = Collections.unmodifiableMap(new LinkedHashMap<>(started));
            errors = List.copyOf(errors);
        }
    }

    /**
     * Please hand over a child that you hold.
     *
     * @param epoch of the claim under which you hold it
     */
    record MoveChild(ChildKey key, long epoch, MemberId target) implements Message {
    }

    /**
     * Please build the beans of these children, which are about to come to you.
     *
     * @param replyTo node where they run
     */
    record Prepare(String replyTo, List<ChildSpec> specs) implements Message {

        public Prepare {
            specs = List.copyOf(specs);
        }
    }

    /**
     * What became of a {@link Prepare}, for some of its children.
     *
     * @param member who was to prepare them
     * @param failures children that cannot come, and why
     */
    record Prepared(MemberId member, List<ChildKey> ready, Map<ChildKey, String> failures) implements Message {

        public Prepared {
            ready = List.copyOf(ready);
            failures = Map.copyOf(failures);
        }
    }

    /** Children that were prepared run at the sender now. */
    record Arrived(MemberId member, List<ChildKey> keys) implements Message {

        public Arrived {
            keys = List.copyOf(keys);
        }
    }

    /** How busy a member is, from 0 to 1. */
    record Load(MemberId member, double load) implements Message {
    }

    /** Rows of the registry as the sender knows them. */
    record Rows(List<ChildRecord> rows) implements Message {

        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** Rows that are news to the sender; those to whom they are news pass them on. */
    record Rumours(List<ChildRecord> rows) implements Message {

        public Rumours {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Digest of the sender's view; the receiver sends its rows of the buckets that
     * differ.
     *
     * @param replyTo node that asks
     * @param buckets see {@link RegistryView#digest()}
     * @param answer whether this answers another digest, so that the receiver sends none
     * back
     */
    record Digest(String replyTo, List<Long> buckets, boolean answer) implements Message {

        public Digest {
            buckets = List.copyOf(buckets);
        }
    }

}
