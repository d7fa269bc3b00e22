package io.processhub.runtime;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.processhub.ChildCallException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Calls for one incarnation of a child: they wait until its bean is built, are carried
 * out one at a time on a virtual thread (or all at once, see
 * {@link io.processhub.Concurrent}), and go back to their callers when the incarnation
 * has to stop. Each is carried out only while the incarnation is active. Safe for many
 * threads; no lock is held while anybody is told.
 */
final class ChildMailbox {

    private final Thread.Builder.OfVirtual threads;

    private final BooleanSupplier active;

    private final Consumer<byte[]> merging;

    private final Consumer<List<IncomingCall>> back;

    private final Deque<IncomingCall> waiting = new ArrayDeque<>();

    private final Set<Thread> running = new HashSet<>();

    /** Calls whose replies are futures that are not complete. */
    private final Set<IncomingCall> promised = new LinkedHashSet<>();

    private @Nullable Object bean;

    private boolean closed;

    /**
     * Mailbox of an incarnation whose bean is not built yet.
     * @param name of the child, for its threads
     * @param active whether the incarnation may act; may wait for a moment
     * @param merging unites the state of the bean with another one
     * @param back takes calls that are not carried out, and must not block
     */
    ChildMailbox(String name, BooleanSupplier active, Consumer<byte[]> merging, Consumer<List<IncomingCall>> back) {
        this.merging = merging;
        this.threads = Thread.ofVirtual().name(name + "/call-", 0);
        this.active = active;
        this.back = back;
    }

    /** Takes calls; answers false if the incarnation has ended or has to. */
    synchronized boolean offer(List<IncomingCall> calls) {
        if (this.closed) {
            return false;
        }
        this.waiting.addAll(calls);
        go();
        return true;
    }

    /** The bean is built: calls may begin. */
    synchronized void open(Object bean) {
        this.bean = bean;
        go();
    }

    private void go() {
        Object callee = this.bean;
        if (callee == null || this.closed) {
            return;
        }
        ChildMethods methods = ChildMethods.of(callee);
        int wanted = methods.isConcurrent() ? this.waiting.size() : this.running.isEmpty() ? 1 : 0;
        for (int i = 0; i < wanted && !this.waiting.isEmpty(); i++) {
            Thread thread = this.threads.unstarted(() -> work(callee, methods));
            this.running.add(thread);
            thread.start();
        }
    }

    private void work(Object callee, ChildMethods methods) {
        IncomingCall call = next();
        while (call != null) {
            if (!this.active.getAsBoolean()) {
                giveBack(call);
                return;
            }
            carryOut(call, callee, methods);
            call = next();
        }
    }

    /** The next call; null if this thread has nothing more to do. */
    private synchronized @Nullable IncomingCall next() {
        IncomingCall call = this.closed ? null : this.waiting.poll();
        while (call != null && call.isExpired()) {
            call = this.waiting.poll();
        }
        if (call == null) {
            this.running.remove(Thread.currentThread());
            notifyAll();
        }
        return call;
    }

    /** The incarnation may not act any more: nor may what waits behind this call. */
    private void giveBack(IncomingCall call) {
        List<IncomingCall> all = drain(call);
        this.back.accept(all);
        synchronized (this) {
            this.running.remove(Thread.currentThread());
            notifyAll();
        }
    }

    private synchronized List<IncomingCall> drain(@Nullable IncomingCall first) {
        this.closed = true;
        List<IncomingCall> all = new ArrayList<>();
        if (first != null) {
            all.add(first);
        }
        all.addAll(this.waiting);
        this.waiting.clear();
        return all;
    }

    private void carryOut(IncomingCall call, Object callee, ChildMethods methods) {
        ChildMethods.Target target = methods.find(call.method());
        boolean merges = call.method().equals(ChildMethods.MERGE);
        if (target == null && !merges) {
            call.fail(Reason.NOT_SUPPORTED, methods.missing(call.method()));
            return;
        }
        try {
            Object reply = (target != null) ? target.call(callee, call.args().values(target.types())) : merge(call);
            if (reply instanceof CompletionStage<?> stage) {
                promise(call, stage);
            }
            else {
                call.succeed(reply);
            }
        }
        catch (JacksonException ex) {
            call.fail(Reason.NOT_SERIALIZABLE, "the arguments do not fit: " + ex.getOriginalMessage());
        }
        catch (Throwable ex) {
            failed(call, ex);
        }
        Thread.interrupted();
    }

    private @Nullable Object merge(IncomingCall call) {
        if (call.args().values(new Type[] { byte[].class })[0] instanceof byte[] theirs) {
            this.merging.accept(theirs);
        }
        return null;
    }

    private void failed(IncomingCall call, Throwable thrown) {
        if (thrown instanceof InterruptedException && isClosed()) {
            call.fail(Reason.CHILD_STOPPED, "it was stopped, and the call interrupted");
        }
        else {
            call.threw(thrown);
        }
    }

    private synchronized boolean isClosed() {
        return this.closed;
    }

    private void promise(IncomingCall call, CompletionStage<?> stage) {
        synchronized (this) {
            this.promised.add(call);
        }
        stage.whenComplete((reply, failure) -> {
            if (!isPromised(call)) {
                return;
            }
            if (failure == null) {
                call.succeed(reply);
            }
            else {
                Throwable cause = failure.getCause();
                call.threw((failure instanceof CompletionException && cause != null) ? cause : failure);
            }
        });
    }

    private synchronized boolean isPromised(IncomingCall call) {
        return this.promised.remove(call);
    }

    /** Gives back what has not begun; whatever comes from now on is refused. */
    void close() {
        List<IncomingCall> unbegun = drain(null);
        if (!unbegun.isEmpty()) {
            this.back.accept(unbegun);
        }
    }

    /**
     * Closes, and waits until the calls that have begun have ended, for as long as that
     * takes; they are interrupted when the grace is over or this thread is interrupted.
     */
    void end(Duration grace) {
        close();
        boolean interrupted = !awaitQuiet(grace);
        if (interrupted) {
            interruptAll();
            awaitQuiet();
        }
        failPromised();
    }

    private synchronized boolean awaitQuiet(Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        try {
            while (!this.running.isEmpty()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        }
        catch (InterruptedException ex) {
            return this.running.isEmpty();
        }
    }

    private synchronized void interruptAll() {
        this.running.forEach(Thread::interrupt);
    }

    /** The claim must not go to anybody else while a call acts. */
    private synchronized void awaitQuiet() {
        while (!this.running.isEmpty()) {
            try {
                wait();
            }
            catch (InterruptedException ex) {
                interruptAll();
            }
        }
    }

    private void failPromised() {
        List<IncomingCall> broken;
        synchronized (this) {
            broken = List.copyOf(this.promised);
            this.promised.clear();
        }
        broken.forEach((call) -> call.fail(Reason.CHILD_STOPPED, "it was stopped before its reply was complete"));
    }

}
