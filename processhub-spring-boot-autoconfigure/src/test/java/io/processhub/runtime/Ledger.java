package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.Concurrent;
import io.processhub.MessageReceiver;
import org.jspecify.annotations.Nullable;

/** A child of tests that writes down which calls reached it, in which order. */
class Ledger implements ChildProcess<@Nullable Object>, MessageReceiver<Ledger.Entry>, LedgerApi {

    private final Workers workers;

    private final Book book;

    private final AtomicInteger inside = new AtomicInteger();

    private final AtomicInteger most = new AtomicInteger();

    Ledger(Workers workers, Book book) {
        this.workers = workers;
        this.book = book;
    }

    /** A call: to whom, by whom, and which of its caller's calls to this child it is. */
    record Entry(String key, String caller, long sequence) {
    }

    /** What all children of all members have written down; survives them all. */
    static final class Book {

        private final Map<String, Queue<Long>> entries = new ConcurrentHashMap<>();

        void write(Entry entry) {
            this.entries.computeIfAbsent(entry.key() + "/" + entry.caller(), (k) -> new ConcurrentLinkedQueue<>())
                .add(entry.sequence());
        }

        /** What a child was told by a caller, in the order in which it heard it. */
        List<Long> of(String key, String caller) {
            Queue<Long> written = this.entries.get(key + "/" + caller);
            return (written == null) ? List.of() : List.copyOf(written);
        }

    }

    @Override
    public void run(ChildContext<@Nullable Object> child) throws Exception {
        this.workers.during(child, () -> Thread.sleep(Long.MAX_VALUE));
    }

    @Override
    public Object receive(Entry entry) {
        if (entry.sequence() < 0) {
            throw new IllegalArgumentException("sequence " + entry.sequence());
        }
        this.book.write(entry);
        return entry.sequence();
    }

    @Override
    public long add(Entry entry) {
        receive(entry);
        return entry.sequence();
    }

    @Override
    public CompletableFuture<Entry> later(Entry entry) {
        CompletableFuture<Entry> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> answer.complete(entry));
        return answer;
    }

    @Override
    public int lengthen(List<String> lines) {
        lines.add("more");
        return lines.size();
    }

    @Override
    public CompletableFuture<Integer> crowd() throws InterruptedException {
        this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
        Thread.sleep(20);
        this.inside.decrementAndGet();
        return CompletableFuture.completedFuture(this.most.get());
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    @Override
    public Object unwritable() {
        return new Object() {
            @SuppressWarnings("unused")
            public Object getSecret() {
                throw new IllegalStateException("nobody may read this");
            }
        };
    }

    /** The same, for calls at the same time. */
    @Concurrent
    static final class Parallel extends Ledger {

        Parallel(Workers workers, Book book) {
            super(workers, book);
        }

    }

}
