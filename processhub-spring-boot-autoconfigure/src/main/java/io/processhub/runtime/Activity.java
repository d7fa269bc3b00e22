package io.processhub.runtime;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Whether an incarnation may act: until it is told to stop, is frozen for a move, its
 * lease is over, or a later claim was met. Safe for many threads. What interrupts the
 * thread of the child and what forgets interrupts exclude each other, so that none
 * arrives late.
 */
final class Activity {

    /** What an incarnation is about. */
    enum Course {

        /** It runs, or is about to. */
        RUNNING,

        /** It has to pause, so that it can move. */
        FROZEN,

        /** It has to end. */
        STOPPING,

        /** It has ended by itself. */
        ENDED

    }

    private final LeaseEnd lease;

    private final Thread thread;

    private volatile Course course = Course.RUNNING;

    /** For good, whatever the course. */
    private volatile boolean fenced;

    /** Time of {@link System#nanoTime()} at which this child's own lease ends. */
    private volatile @Nullable Long limit;

    Activity(LeaseEnd lease, Thread thread) {
        this.lease = lease;
        this.thread = thread;
    }

    void limit(@Nullable Instant until) {
        this.limit = (until == null) ? null : this.lease.nanosAt(until);
    }

    /** Whether the child may go on. May wait for a moment. */
    boolean isActive() {
        return this.course == Course.RUNNING && isEntitled() && this.course == Course.RUNNING;
    }

    /**
     * Whether the claim is its own, though it may have to stop. Once the lease was found
     * to be over this never answers true again. May wait for a moment; an interrupt ends
     * that, and says nothing about the claim.
     */
    boolean isEntitled() {
        if (!this.fenced && (this.lease.isOver() || isLimited())) {
            try {
                // several threads ask: none takes back what another has found
                if (!this.lease.await() || isLimited()) {
                    this.fenced = true;
                }
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !this.fenced;
    }

    private boolean isLimited() {
        Long end = this.limit;
        return end != null && System.nanoTime() - end >= 0;
    }

    Course course() {
        return this.course;
    }

    /** A later claim was met. */
    void fence() {
        this.fenced = true;
    }

    /** It has to end, wherever it stands. */
    synchronized void stop() {
        if (this.course != Course.ENDED) {
            this.course = Course.STOPPING;
        }
        this.thread.interrupt();
    }

    /** It has to pause; false if it does not run. */
    synchronized boolean freeze() {
        if (this.course != Course.RUNNING) {
            return false;
        }
        this.course = Course.FROZEN;
        this.thread.interrupt();
        return true;
    }

    /**
     * Called by the thread of the child when it has returned. Interrupts up to now are
     * forgotten if it is frozen.
     */
    synchronized void returned() {
        if (this.course == Course.RUNNING) {
            this.course = Course.ENDED;
        }
        if (this.course == Course.FROZEN) {
            Thread.interrupted();
        }
    }

    /** Whether it was told to end, or found that it has to. */
    boolean hasToEnd() {
        return this.fenced || this.course == Course.FROZEN || this.course == Course.STOPPING;
    }

    /**
     * Called by the thread of the child, to go on after a pause; false if it has to end.
     */
    boolean resume() {
        boolean entitled = isEntitled();
        synchronized (this) {
            if (this.course == Course.FROZEN && entitled) {
                this.course = Course.RUNNING;
                Thread.interrupted();
            }
            return this.course == Course.RUNNING;
        }
    }

}
