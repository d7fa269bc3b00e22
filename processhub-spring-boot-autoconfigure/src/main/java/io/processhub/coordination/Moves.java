package io.processhub.coordination;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Children of this member that belong elsewhere: those that wait for their move, those on
 * their way, and those that asked for time.
 */
final class Moves {

    private final SequencedSet<ChildKey> waiting = new LinkedHashSet<>();

    private final Map<ChildKey, Move> moving = new LinkedHashMap<>();

    /** Where children should go, as of the last look. */
    private final Map<ChildKey, MemberId> targets = new HashMap<>();

    /** When children that may not move yet asked for time first. */
    private final Map<ChildKey, Instant> deferredSince = new HashMap<>();

    private final Map<ChildKey, Instant> notBefore = new HashMap<>();

    /** How far a move has got. */
    enum Step {

        /** The new owner builds the bean, if it has to; the child runs. */
        PREPARING,

        /** The child was told to stop; the rest follows when it has. */
        LEAVING,

        /**
         * The new owner has the claim, or gets it; the child runs until it does there.
         */
        RETIRING

    }

    /** One child on its way. */
    static final class Move {

        private final @Nullable MemberId target;

        private Step step = Step.PREPARING;

        Move(@Nullable MemberId target) {
            this.target = target;
        }

        @Nullable MemberId target() {
            return this.target;
        }

        Step step() {
            return this.step;
        }

        void step(Step step) {
            this.step = step;
        }

    }

    /**
     * A child that runs here belongs elsewhere.
     * @param target where it should go, null if nobody takes it
     */
    void want(ChildKey key, @Nullable MemberId target, Instant now) {
        if (target == null) {
            this.targets.remove(key);
        }
        else {
            this.targets.put(key, target);
        }
        Move move = this.moving.get(key);
        if (move != null && move.step() == Step.PREPARING && target != null && !target.equals(move.target())) {
            this.moving.remove(key);
            move = null;
        }
        if (move == null && !now.isBefore(this.notBefore.getOrDefault(key, Instant.MIN))) {
            this.waiting.add(key);
        }
    }

    /** The child has left, or stays after all. */
    void end(ChildKey key) {
        cancel(key);
        this.targets.remove(key);
        this.deferredSince.remove(key);
        this.notBefore.remove(key);
    }

    /** This attempt is over. */
    void cancel(ChildKey key) {
        this.waiting.remove(key);
        this.moving.remove(key);
    }

    /** This attempt is over; the next one follows later. */
    void retryAt(ChildKey key, Instant time) {
        cancel(key);
        this.notBefore.put(key, time);
    }

    /** The child asked for time. */
    void defer(ChildKey key, Instant now) {
        this.deferredSince.putIfAbsent(key, now);
    }

    /** Since when the child has been asking for time; null if it has not. */
    @Nullable Instant deferredSince(ChildKey key) {
        return this.deferredSince.get(key);
    }

    @Nullable Move find(ChildKey key) {
        return this.moving.get(key);
    }

    /** Children on their way. */
    Set<ChildKey> moving() {
        return this.moving.keySet();
    }

    int waiting() {
        return this.waiting.size();
    }

    /** The next children to move. */
    List<ChildKey> begin(int count) {
        List<ChildKey> next = this.waiting.stream().limit(count).toList();
        next.forEach(this.waiting::remove);
        next.forEach((key) -> this.moving.put(key, new Move(this.targets.get(key))));
        return next;
    }

}
