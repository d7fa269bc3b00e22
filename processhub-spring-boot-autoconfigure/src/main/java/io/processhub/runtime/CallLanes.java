package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.processhub.ChildCallException.Reason;
import io.processhub.ChildKey;
import io.processhub.Claim;
import org.jspecify.annotations.Nullable;

/**
 * All calls of this member to children, until they are answered. What cannot go yet is
 * looked at every few milliseconds: {@link #sweep()}.
 */
final class CallLanes implements CallReplies {

    /**
     * How long a child that this member has not heard of may yet become known: news of a
     * start may be slower than whoever speaks of it.
     */
    private static final Duration NEWS = Duration.ofMillis(250);

    private final CallRoutes routes;

    private final Consumer<CallLane.Batch> sender;

    private final AtomicLong numbers;

    private final Map<ChildKey, CallLane> lanes = new ConcurrentHashMap<>();

    /** Since when children are unknown that are called. */
    private final Map<ChildKey, Long> unknown = new ConcurrentHashMap<>();

    private volatile @Nullable RuntimeException ended;

    /**
     * Lanes of a member.
     * @param sender hands a batch to its target, without blocking
     * @param firstNumber calls and batches have greater numbers
     */
    CallLanes(CallRoutes routes, Consumer<CallLane.Batch> sender, long firstNumber) {
        this.numbers = new AtomicLong(firstNumber);
        this.routes = routes;
        this.sender = sender;
    }

    void add(OutgoingCall call) {
        CallLane lane = this.lanes.compute(call.key(), (key, known) -> {
            CallLane used = (known != null) ? known : new CallLane(this.numbers::incrementAndGet);
            used.add(call);
            return used;
        });
        RuntimeException reason = this.ended;
        if (reason == null) {
            go(call.key(), lane);
        }
        else {
            failAll(reason);
        }
    }

    private void go(ChildKey key, CallLane lane) {
        while (lane.isReady(System.nanoTime())) {
            step(key, lane, System.nanoTime());
        }
    }

    private void step(ChildKey key, CallLane lane, long now) {
        switch (this.routes.find(key, lane.hint())) {
            case CallRoutes.Route.To to -> {
                this.unknown.remove(key);
                CallLane.Batch batch = lane.begin(to.member(), now);
                if (batch != null) {
                    this.sender.accept(batch);
                }
            }
            case CallRoutes.Route.Held held -> lane.hold(held.reason(), now);
            case CallRoutes.Route.Parked parked ->
                lane.giveUp().forEach((call) -> call.fail(Reason.PARKED, parked.reason()));
            case CallRoutes.Route.Unknown unknownChild -> awaitNews(key, lane, unknownChild.stopped(), now);
        }
    }

    private void awaitNews(ChildKey key, CallLane lane, boolean stopped, long now) {
        long since = this.unknown.computeIfAbsent(key, (unknownKey) -> now);
        if (stopped || now - since >= NEWS.toNanos()) {
            this.unknown.remove(key);
            lane.giveUp().forEach((call) -> call.fail(Reason.UNKNOWN_CHILD, "there is no such child"));
        }
        else {
            lane.hold("there is no such child", now);
        }
    }

    /** Goes on with what was held, and gives up what can wait no longer. */
    void sweep() {
        long now = System.nanoTime();
        this.lanes.forEach((key, lane) -> {
            lane.abandoned(this.routes::isHere, now)
                .forEach((call) -> call.fail(Reason.MEMBER_GONE,
                        "the member that the call was handed to is gone; it was carried out or not"));
            lane.expired(now).forEach((call, how) -> call.fail(timeout(), "no answer in time; the call was " + how));
            go(key, lane);
            release(key);
        });
    }

    private Reason timeout() {
        return this.routes.hasQuorum() ? Reason.TIMED_OUT : Reason.NO_QUORUM;
    }

    private void release(ChildKey key) {
        if (this.lanes.computeIfPresent(key, (k, lane) -> lane.isEmpty() ? null : lane) == null) {
            this.unknown.remove(key);
        }
    }

    /** Ends all calls, those that are yet to come too: nobody answers them any more. */
    void failAll(RuntimeException reason) {
        this.ended = reason;
        this.lanes.values().forEach((lane) -> {
            lane.giveUp().forEach((call) -> call.end(reason));
            lane.abandonAll().forEach((call) -> call.end(reason));
        });
        this.lanes.clear();
    }

    @Override
    public void taken(ChildKey key, long batch) {
        CallLane lane = this.lanes.get(key);
        if (lane != null) {
            lane.taken(batch);
        }
    }

    /** Sends what has waited for the member to take what came before. */
    void resume(ChildKey key) {
        CallLane lane = this.lanes.get(key);
        if (lane != null) {
            go(key, lane);
        }
    }

    @Override
    public void returned(ChildKey key, long batch, List<Long> numbers, @Nullable Claim holder, String reason) {
        CallLane lane = this.lanes.get(key);
        if (lane != null) {
            lane.returned(batch, numbers, holder, reason);
            go(key, lane);
        }
    }

    @Override
    public void answered(ChildKey key, long number, Outcome outcome) {
        CallLane lane = this.lanes.get(key);
        if (lane != null) {
            OutgoingCall call = lane.answered(number);
            if (call != null) {
                call.complete(outcome);
            }
            go(key, lane);
            release(key);
        }
    }

}
