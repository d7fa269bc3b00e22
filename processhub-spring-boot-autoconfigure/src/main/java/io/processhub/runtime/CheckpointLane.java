package io.processhub.runtime;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The states that the incarnations of a child under one claim have kept: the newest one
 * that is not written yet, and one thread that writes it while there is one. Safe for
 * many threads.
 */
final class CheckpointLane {

    /** After an attempt without a good answer. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final StateClaim claim;

    private final Checkpoints all;

    private volatile BooleanSupplier allowed = () -> false;

    private volatile LongConsumer whenRefused = (epoch) -> {
    };

    private byte @Nullable [] newest;

    private byte @Nullable [] written;

    private long writtenVersion;

    /** The greatest that was ever sent. */
    private long version;

    private boolean writing;

    /** Something was sent that may be carried out later. */
    private boolean uncertain;

    private boolean refused;

    private boolean closed;

    /** Threads that wait until it is written, of a child that moves or ends. */
    private int waiting;

    /** The thread that waits for a permit to write. */
    private @Nullable Thread queued;

    private long leftAt;

    CheckpointLane(StateClaim claim, Checkpoints all) {
        this.claim = claim;
        this.all = all;
    }

    StateClaim claim() {
        return this.claim;
    }

    /**
     * An incarnation begins.
     * @param version of what is in the store
     * @param allowed whether it may write; may wait for a moment
     * @param whenRefused called once if a later claim has the child, with its epoch
     * @return what an earlier incarnation has kept that is newer than that, written by
     * now or not; null if nothing
     */
    synchronized byte @Nullable [] begin(long version, BooleanSupplier allowed, LongConsumer whenRefused) {
        this.allowed = allowed;
        this.whenRefused = whenRefused;
        this.version = Math.max(this.version, version);
        this.closed = false;
        go();
        return (this.newest == null && this.writtenVersion > version) ? this.written : this.newest;
    }

    /** Takes a state that replaces what is not written yet. */
    synchronized void put(byte[] state) {
        this.newest = state;
        this.all.taken();
        go();
    }

    private void go() {
        if (this.newest != null && !this.writing && !this.refused && !this.closed) {
            this.writing = true;
            Thread.ofVirtual().name("processhub-checkpoint-" + this.claim.key()).start(this::work);
        }
    }

    private void work() {
        boolean done = false;
        try {
            while (goesOn()) {
                write();
                pause();
            }
            done = true;
        }
        catch (InterruptedException ex) {
            // nobody does that; whoever waits has a limit
            Thread.currentThread().interrupt();
        }
        finally {
            if (!done) {
                stopWriting();
            }
        }
    }

    /** Another thread may begin with the next state. */
    private synchronized void stopWriting() {
        this.writing = false;
        notifyAll();
    }

    private void write() throws InterruptedException {
        boolean permitted = acquire();
        try {
            attempt();
        }
        finally {
            if (permitted) {
                this.all.permits().release();
            }
        }
    }

    /**
     * Whether there is a permit. Whoever is waited for writes without one: there are few
     * of them, and calls to the child wait as well.
     */
    private boolean acquire() {
        if (!queues()) {
            return false;
        }
        boolean permitted = false;
        try {
            this.all.permits().acquire();
            permitted = true;
        }
        catch (InterruptedException hurry) {
            // somebody waits
        }
        return dequeued(permitted);
    }

    private synchronized boolean queues() {
        this.queued = (this.waiting == 0) ? Thread.currentThread() : null;
        return this.queued != null;
    }

    /** From now on nobody hurries this thread; whoever has done so meant the queue. */
    private synchronized boolean dequeued(boolean permitted) {
        this.queued = null;
        Thread.interrupted();
        return permitted;
    }

    private boolean goesOn() {
        BooleanSupplier asked;
        Boolean goesOn;
        do {
            asked = this.allowed;
            goesOn = goesOn(asked, asked.getAsBoolean());
        }
        while (goesOn == null);
        return goesOn;
    }

    /** Null if the next incarnation has to be asked. */
    private synchronized @Nullable Boolean goesOn(BooleanSupplier asked, boolean may) {
        if (!may && asked != this.allowed) {
            return null;
        }
        boolean due = may && this.newest != null && !this.closed;
        if (!due) {
            stopWriting();
        }
        return due;
    }

    /** Writes whatever is the newest by now. */
    private void attempt() throws InterruptedException {
        byte[] state;
        long attempt;
        synchronized (this) {
            state = Objects.requireNonNull(this.newest);
            attempt = ++this.version;
        }
        StateStore.Stamp stamp = this.all.save(this.claim, attempt, state);
        if (settle(stamp, attempt, state) && stamp != null) {
            this.all.refused();
            this.whenRefused.accept(stamp.epoch());
        }
    }

    /** Answers whether the claim is refused from now on. */
    private synchronized boolean settle(StateStore.@Nullable Stamp stamp, long attempt, byte[] state) {
        if (stamp == null) {
            this.uncertain = true;
        }
        else if (stamp.epoch() == this.claim.epoch() && stamp.version() == attempt) {
            this.uncertain = false;
            this.written = state;
            this.writtenVersion = attempt;
            this.newest = (this.newest == state) ? null : this.newest;
            this.all.written();
        }
        else if (stamp.epoch() == this.claim.epoch() && stamp.version() > attempt) {
            this.version = stamp.version();
        }
        else {
            this.refused = true;
            this.newest = null;
        }
        notifyAll();
        return this.refused;
    }

    private synchronized void pause() throws InterruptedException {
        await(() -> !this.uncertain || this.closed, PAUSE);
    }

    /**
     * Writes a state, and waits until it is written; answers whether it is.
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized boolean putAndAwait(byte[] state, Duration longest) throws InterruptedException {
        put(state);
        awaitUrgently(() -> this.written == state || !this.writing, longest);
        return this.written == state;
    }

    /**
     * Ends writing, as soon as nothing is left to be written; answers whether nothing is.
     * An interrupt does not cut that short: it would cost the last state.
     */
    synchronized boolean flush(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        boolean interrupted = false;
        while (this.writing && System.nanoTime() - end < 0) {
            try {
                awaitUrgently(() -> !this.writing, Duration.ofNanos(end - System.nanoTime()));
            }
            catch (InterruptedException ex) {
                interrupted = true;
            }
        }
        this.closed = true;
        notifyAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return this.newest == null;
    }

    private void awaitUrgently(BooleanSupplier condition, Duration longest) throws InterruptedException {
        Thread thread = this.queued;
        if (thread != null) {
            thread.interrupt();
        }
        this.waiting++;
        try {
            await(condition, longest);
        }
        finally {
            this.waiting--;
        }
    }

    private void await(BooleanSupplier condition, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        long left = longest.toNanos();
        while (!condition.getAsBoolean() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }

    /** Whether the store has all, and nothing is on its way. */
    synchronized boolean isClean() {
        return this.newest == null && !this.writing && !this.uncertain;
    }

    /** The incarnation has ended, at this time of {@link System#nanoTime()}. */
    synchronized void left(long nanos) {
        this.leftAt = nanos;
    }

    synchronized long leftAt() {
        return this.leftAt;
    }

}
