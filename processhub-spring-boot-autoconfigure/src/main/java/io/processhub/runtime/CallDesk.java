package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.coordination.CallMessage;
import io.processhub.coordination.RegistryView;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls for the children that run on this member, and sends back those for others,
 * with the name of who has them. Whoever calls may be mistaken about where a child runs;
 * only this member knows what runs here. Safe for many threads, never blocks.
 */
final class CallDesk {

    /** Batches are on their way for less time than this. */
    private static final Duration LONGEST_JOURNEY = Duration.ofMinutes(2);

    private static final Duration QUIET = Duration.ofMillis(100);

    private final MemberId self;

    private final RegistryView view;

    private final Function<ChildKey, @Nullable ChildMailbox> mailboxes;

    /** Callers whose calls came back, until they call again knowing it. */
    private final Map<Caller, Barrier> barriers = new ConcurrentHashMap<>();

    private volatile long lastHeard = System.nanoTime() - QUIET.toNanos();

    /**
     * Desk of a member.
     * @param mailboxes mailbox of the incarnation of a child here, null if there is none
     */
    CallDesk(MemberId self, RegistryView view, Function<ChildKey, @Nullable ChildMailbox> mailboxes) {
        this.self = self;
        this.view = view;
        this.mailboxes = mailboxes;
    }

    private record Caller(MemberId member, ChildKey key) {
    }

    /**
     * Calls of this round and older ones must not overtake those that came back: their
     * caller did not know that when it sent them.
     */
    private record Barrier(long round, long since) {
    }

    /** Whether no member has sent calls for a while. */
    boolean isQuiet() {
        return System.nanoTime() - this.lastHeard >= QUIET.toNanos();
    }

    /** Takes calls from another member. */
    void receive(CallMessage.Calls calls, CallReplies replies) {
        long now = System.nanoTime();
        this.lastHeard = now;
        receive(calls.caller(), calls.key(), calls.batch(), calls.round(), calls.calls()
            .stream()
            .map((call) -> new IncomingCall(calls.caller(), calls.key(), call.number(), calls.round(), call.method(),
                    new IncomingArguments.Written(call.args()), now + call.millis() * 1_000_000, replies))
            .toList(), replies);
    }

    /** Takes calls of one caller for one child, in their order. */
    void receive(MemberId caller, ChildKey key, long batch, long round, List<IncomingCall> calls, CallReplies replies) {
        Caller from = new Caller(caller, key);
        Barrier barrier = this.barriers.get(from);
        ChildMailbox mailbox = this.mailboxes.apply(key);
        if (barrier != null && round <= barrier.round()) {
            replies.returned(key, batch, numbers(calls), holder(key), "calls before it have come back");
        }
        else if (mailbox != null && mailbox.offer(calls)) {
            forget(from, barrier);
            replies.taken(key, batch);
        }
        else {
            replies.returned(key, batch, numbers(calls), holder(key), reason(key));
        }
    }

    /** Sends calls back that were taken, and not carried out. */
    void giveBack(List<IncomingCall> calls) {
        Map<CallReplies, List<IncomingCall>> byCaller = new LinkedHashMap<>();
        for (IncomingCall call : calls) {
            this.barriers.merge(new Caller(call.caller(), call.key()), new Barrier(call.round(), System.nanoTime()),
                    (one, other) -> (one.round() > other.round()) ? one : other);
            byCaller.computeIfAbsent(call.replies(), (replies) -> new ArrayList<>()).add(call);
        }
        byCaller.forEach((replies, some) -> {
            ChildKey key = some.getFirst().key();
            replies.returned(key, 0, numbers(some), holder(key), "it was stopped or has failed");
        });
    }

    private void forget(Caller caller, @Nullable Barrier barrier) {
        if (barrier != null) {
            this.barriers.remove(caller, barrier);
        }
    }

    /** Forgets callers that have not called again. */
    void forget() {
        long longAgo = System.nanoTime() - LONGEST_JOURNEY.toNanos();
        this.barriers.values().removeIf((barrier) -> barrier.since() - longAgo < 0);
    }

    private static List<Long> numbers(List<IncomingCall> calls) {
        return calls.stream().map(IncomingCall::number).toList();
    }

    private @Nullable Claim holder(ChildKey key) {
        ChildRecord row = this.view.row(key);
        Claim claim = (row == null || row.isRemoved()) ? null : row.active().orElse(null);
        return (claim == null || claim.member().equals(this.self)) ? null : claim;
    }

    private String reason(ChildKey key) {
        ChildRecord row = this.view.row(key);
        Claim claim = (row == null) ? null : row.claimOf(this.self);
        if (claim == null) {
            return "it does not run on " + this.self;
        }
        return "it is " + claim.state() + " on " + this.self
                + ((claim.error() != null) ? ", last error " + claim.error() : "");
    }

}
