package io.processhub.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.processhub.coordination.Message;
import io.processhub.coordination.Signal;
import io.processhub.coordination.VotingMessage;

/**
 * Signals for a hub's loop. Votes overtake everything else, since leases rest on how soon
 * they are answered, but never hold up the rest for longer than one round. Votes keep
 * their order, and so do the others. Any thread may post; one takes.
 */
final class Mailbox {

    private static final int MOST_AT_ONCE = 10_000;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition filled = this.lock.newCondition();

    private final Deque<Signal> votes = new ArrayDeque<>();

    private final Deque<Signal> others = new ArrayDeque<>();

    private boolean votesBefore;

    void post(Signal signal) {
        this.lock.lock();
        try {
            (isVote(signal) ? this.votes : this.others).add(signal);
            this.filled.signal();
        }
        finally {
            this.lock.unlock();
        }
    }

    private static boolean isVote(Signal signal) {
        return signal instanceof Signal.Received(Message message) && message instanceof VotingMessage;
    }

    /** What is to be decided on together; empty if nothing came within this time. */
    List<Signal> take(long nanos) throws InterruptedException {
        this.lock.lock();
        try {
            long left = nanos;
            while (this.votes.isEmpty() && this.others.isEmpty() && left > 0) {
                left = this.filled.awaitNanos(left);
            }
            this.votesBefore = !this.votes.isEmpty() && (!this.votesBefore || this.others.isEmpty());
            return drain(this.votesBefore ? this.votes : this.others);
        }
        finally {
            this.lock.unlock();
        }
    }

    private static List<Signal> drain(Deque<Signal> from) {
        List<Signal> taken = new ArrayList<>(Math.min(from.size(), MOST_AT_ONCE));
        while (taken.size() < MOST_AT_ONCE && !from.isEmpty()) {
            taken.add(from.remove());
        }
        return taken;
    }

}
