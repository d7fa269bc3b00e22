package io.processhub.coordination;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done later. Actions that have lost their reason must find that out
 * themselves; those that come again and again arm themselves first, so that a failure
 * does not end them.
 */
final class Timers {

    private final PriorityQueue<Timer> queue = new PriorityQueue<>(
            Comparator.comparing(Timer::at).thenComparingLong(Timer::number));

    private long count;

    private record Timer(Instant at, long number, Runnable action) {
    }

    void at(Instant at, Runnable action) {
        this.queue.add(new Timer(at, this.count++, action));
    }

    void runDue(Instant now, Consumer<Runnable> runner) {
        while (!this.queue.isEmpty() && !this.queue.element().at().isAfter(now)) {
            runner.accept(this.queue.remove().action());
        }
    }

    @Nullable Instant next() {
        Timer first = this.queue.peek();
        return (first == null) ? null : first.at();
    }

}
