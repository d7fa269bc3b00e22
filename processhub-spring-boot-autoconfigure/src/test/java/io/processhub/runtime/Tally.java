package io.processhub.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.ChildStateException;
import io.processhub.Handover;
import org.jspecify.annotations.Nullable;

/** A child of tests that counts, and whose count is its state. */
class Tally implements ChildProcess<@Nullable Object>, Handover<Tally.Count>, TallyApi {

    private final Workers workers;

    private final Habits habits;

    private final CompletableFuture<ChildContext<@Nullable Object>> child = new CompletableFuture<>();

    private long count;

    Tally(Workers workers, Habits habits) {
        this.workers = workers;
        this.habits = habits;
        habits.built.incrementAndGet();
    }

    /**
     * State of a tally.
     *
     * @param count how far it got
     * @param ballast what makes it large, or worse
     */
    record Count(long count, @Nullable Object ballast) {
    }

    /** Nobody can write it. */
    static final class Unserialisable {

        @SuppressWarnings("unused")
        public Object getSecret() {
            throw new IllegalStateException("nobody may read this");
        }

    }

    /** How tallies export their state. */
    enum Export {

        WORKS, THROWS, BLOCKS, IS_TOO_LARGE, IS_UNSERIALISABLE, IS_NULL

    }

    /** How the tallies of a test behave, and what became of them. */
    static final class Habits {

        volatile Export export = Export.WORKS;

        volatile boolean ready = true;

        /** Exports that block do so until then, whatever happens. */
        final CountDownLatch unblocked = new CountDownLatch(1);

        final CountDownLatch exporting = new CountDownLatch(1);

        final AtomicInteger built = new AtomicInteger();

        final AtomicInteger runs = new AtomicInteger();

        final AtomicInteger asked = new AtomicInteger();

    }

    @Override
    public void run(ChildContext<@Nullable Object> child) throws Exception {
        this.child.complete(child);
        this.habits.runs.incrementAndGet();
        this.workers.during(child, () -> Thread.sleep(Long.MAX_VALUE));
    }

    @Override
    public synchronized long count() {
        return ++this.count;
    }

    @Override
    public synchronized long value() {
        return this.count;
    }

    @Override
    public synchronized long keep() {
        context().checkpoint(new Count(this.count, null));
        return this.count;
    }

    private ChildContext<@Nullable Object> context() {
        return this.child.join();
    }

    @Override
    public String keepLarge(int bytes) {
        return keep(new Count(-1, "x".repeat(bytes)));
    }

    @Override
    public String keepUnserialisable() {
        return keep(new Count(-1, new Unserialisable()));
    }

    private String keep(Count state) {
        try {
            context().checkpoint(state);
            return "kept";
        }
        catch (ChildStateException ex) {
            return String.valueOf(ex.getMessage());
        }
    }

    @Override
    public Count exportState() {
        this.habits.exporting.countDown();
        return switch (this.habits.export) {
            case WORKS -> new Count(value(), null);
            case THROWS -> throw new IllegalStateException("not this time");
            case BLOCKS -> block();
            case IS_TOO_LARGE -> new Count(value(), "x".repeat(2_000_000));
            case IS_UNSERIALISABLE -> new Count(value(), new Unserialisable());
            case IS_NULL -> nothing();
        };
    }

    private Count block() {
        boolean interrupted = true;
        while (interrupted) {
            try {
                this.habits.unblocked.await();
                interrupted = false;
            }
            catch (InterruptedException ex) {
                // it is deaf as well
            }
        }
        return new Count(-5, null);
    }

    /** What callers without null checks may answer. */
    @SuppressWarnings("NullAway")
    private static Count nothing() {
        return null;
    }

    @Override
    public synchronized void importState(Count state) {
        this.count = state.count();
    }

    @Override
    public boolean readyToMove() {
        this.habits.asked.incrementAndGet();
        return this.habits.ready;
    }

}
