package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.processhub.Hook;
import io.processhub.ProcessHubEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that one hook has yet to hear of, one after the other on a virtual thread. One
 * that takes too long is interrupted; while it does not end, its events wait here and
 * nobody waits for it.
 */
final class HookLine<E extends ProcessHubEvent> {

    private static final Logger log = LoggerFactory.getLogger(HookLine.class);

    private static final int MOST_WAITING = 10_000;

    private final Hook<E> hook;

    private final Duration limit;

    private final AtomicLong failures = new AtomicLong();

    private final Deque<E> waiting = new ArrayDeque<>();

    private @Nullable Thread thread;

    private boolean late;

    HookLine(Hook<E> hook, Duration limit) {
        this.hook = hook;
        this.limit = limit;
    }

    Hook<E> hook() {
        return this.hook;
    }

    long failures() {
        return this.failures.get();
    }

    /**
     * Tells the hook of an event if it wants to know, and waits until it has heard of it,
     * unless it is late already.
     * @throws InterruptedException if the hub has ended
     */
    synchronized void tell(ProcessHubEvent event) throws InterruptedException {
        if (!this.hook.event().isInstance(event)) {
            return;
        }
        if (this.waiting.size() >= MOST_WAITING) {
            fail(event, "was dropped, " + MOST_WAITING + " wait already", null);
            return;
        }
        this.waiting.add(this.hook.event().cast(event));
        if (this.thread == null) {
            this.thread = Thread.ofVirtual().name("processhub-hook-" + this.hook.id()).start(this::work);
        }
        if (!this.late && !awaitQuiet()) {
            this.late = true;
            fail(event, "took longer than " + this.limit + " and is interrupted; the others go on without it", null);
            this.thread.interrupt();
        }
    }

    private boolean awaitQuiet() throws InterruptedException {
        long end = System.nanoTime() + this.limit.toNanos();
        while (this.thread != null) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Drops what the hook has yet to hear of. */
    synchronized void cancel() {
        this.waiting.clear();
    }

    private void work() {
        E event = next();
        while (event != null) {
            try {
                this.hook.action().on(event);
            }
            catch (Throwable ex) {
                fail(event, "failed", ex);
            }
            Thread.interrupted();
            event = next();
        }
    }

    private synchronized @Nullable E next() {
        E event = this.waiting.poll();
        if (event == null) {
            this.thread = null;
            this.late = false;
            notifyAll();
        }
        return event;
    }

    /**
     * Where it happened is told once: what fails mostly fails for each of many children.
     */
    private void fail(ProcessHubEvent event, String what, @Nullable Throwable failure) {
        if (this.failures.getAndIncrement() == 0) {
            log.warn("hook '{}' {}, at {}; the hub goes on", this.hook.id(), what, event, failure);
        }
        else {
            log.warn("hook '{}' {} again, at {}: {}", this.hook.id(), what, event, String.valueOf(failure));
        }
    }

}
