package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.processhub.Claim;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Calls of this member to one child, in their order. Those that wait go in one batch to
 * the member that has the child, one batch at a time until it says that it has taken
 * them; calls go to another member only when the last one has answered for all it was
 * given. So no call overtakes another, and none is carried out twice. What comes back is
 * sent again, in its place. Safe for many threads; tells nobody anything itself.
 */
final class CallLane {

    private static final int MOST_IN_ONE = 1_000;

    /** How often calls follow hints from member to member without a pause. */
    private static final int MOST_HOPS = 3;

    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private static final long LAST_WORDS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier numbers;

    private final TreeMap<Long, OutgoingCall> waiting = new TreeMap<>();

    /** Handed to {@link #at}, and not answered. */
    private final TreeMap<Long, OutgoingCall> handed = new TreeMap<>();

    private @Nullable MemberId at;

    /** Batch that is on its way, 0 if none. */
    private long underWay;

    private long round;

    /** Since when the member that has the calls is gone, 0 if it is not. */
    private long goneSince;

    private int hops;

    private long notBefore;

    private @Nullable Claim hint;

    private String held = "nobody has looked for it yet";

    CallLane(LongSupplier numbers) {
        this.numbers = numbers;
        this.round = numbers.getAsLong();
        this.notBefore = System.nanoTime();
    }

    /** Calls that are to go to a member now. */
    record Batch(MemberId target, long number, long round, Map<Long, OutgoingCall> calls) {
    }

    synchronized void add(OutgoingCall call) {
        this.waiting.put(this.numbers.getAsLong(), call);
    }

    synchronized boolean isEmpty() {
        return this.waiting.isEmpty() && this.handed.isEmpty();
    }

    /** Whether something could go now, if the child is somewhere. */
    synchronized boolean isReady(long now) {
        return !this.waiting.isEmpty() && this.underWay == 0 && now - this.notBefore >= 0;
    }

    /** Who has the child according to whoever sent calls back last. */
    synchronized @Nullable Claim hint() {
        return this.hint;
    }

    /** Takes what is to go to this member now; null if nothing is. */
    synchronized @Nullable Batch begin(MemberId target, long now) {
        if (!isReady(now)) {
            return null;
        }
        if (!this.handed.isEmpty() && !target.equals(this.at)) {
            hold("calls before it wait for their answers from " + this.at, now);
            return null;
        }
        Map<Long, OutgoingCall> calls = new TreeMap<>();
        while (!this.waiting.isEmpty() && calls.size() < MOST_IN_ONE) {
            Map.Entry<Long, OutgoingCall> first = this.waiting.pollFirstEntry();
            calls.put(first.getKey(), first.getValue());
        }
        this.handed.putAll(calls);
        this.at = target;
        this.underWay = this.numbers.getAsLong();
        return new Batch(target, this.underWay, this.round, calls);
    }

    /** Nothing goes for a moment, for this reason. */
    synchronized void hold(String reason, long now) {
        this.held = reason;
        this.notBefore = now + PAUSE;
    }

    synchronized void taken(long batch) {
        if (this.underWay == batch) {
            this.underWay = 0;
            this.hops = 0;
        }
    }

    /** These were not carried out: they are sent again. */
    synchronized void returned(long batch, List<Long> returned, @Nullable Claim holder, String reason) {
        for (long number : returned) {
            OutgoingCall call = this.handed.remove(number);
            if (call != null) {
                this.waiting.put(number, call);
            }
        }
        if (batch == this.underWay) {
            this.underWay = 0;
        }
        if (batch == 0) {
            this.round = this.numbers.getAsLong();
        }
        this.hint = holder;
        hold(reason, System.nanoTime());
        if (holder != null && !holder.member().equals(this.at) && this.hops++ < MOST_HOPS) {
            this.notBefore = System.nanoTime();
        }
        else {
            this.hops = 0;
        }
    }

    synchronized @Nullable OutgoingCall answered(long number) {
        OutgoingCall call = this.handed.remove(number);
        if (this.handed.isEmpty()) {
            this.underWay = 0;
        }
        return call;
    }

    /** Takes out what can wait no longer; answers how far each call got. */
    synchronized Map<OutgoingCall, String> expired(long now) {
        Map<OutgoingCall, String> expired = new LinkedHashMap<>();
        this.handed.values()
            .removeIf((call) -> call.isExpired(now)
                    && expired.put(call, "handed to " + this.at + "; it was or may yet be carried out") == null);
        this.waiting.values()
            .removeIf((call) -> call.isExpired(now) && expired.put(call, "not carried out: " + this.held) == null);
        if (this.handed.isEmpty()) {
            this.underWay = 0;
        }
        return expired;
    }

    /**
     * Takes out what was handed to a member that has been gone for a while: what it said
     * before it left may still be on its way.
     */
    synchronized List<OutgoingCall> abandoned(Predicate<MemberId> here, long now) {
        if (this.handed.isEmpty() || this.at == null || here.test(this.at)) {
            this.goneSince = 0;
            return List.of();
        }
        this.goneSince = (this.goneSince != 0) ? this.goneSince : now | 1;
        return (now - this.goneSince < LAST_WORDS) ? List.of() : abandonAll();
    }

    /** Takes out whatever was handed to anybody. */
    synchronized List<OutgoingCall> abandonAll() {
        List<OutgoingCall> abandoned = new ArrayList<>(this.handed.values());
        this.handed.clear();
        this.underWay = 0;
        return abandoned;
    }

    /** Takes out what was not handed to anybody. */
    synchronized List<OutgoingCall> giveUp() {
        List<OutgoingCall> all = new ArrayList<>(this.waiting.values());
        this.waiting.clear();
        return all;
    }

}
