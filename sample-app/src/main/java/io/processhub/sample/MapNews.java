package io.processhub.sample;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.processhub.ProcessHubEvent;

import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Wakes those who show the map whenever something has happened in the hub. What it was
 * does not matter: they look at what there is.
 */
@Component
final class MapNews implements SmartLifecycle {

    /**
     * After the hub, whose leaving is worth seeing, and before the web server, which
     * would wait for those who watch.
     */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 768;

    private static final long LONGEST_SILENCE_SECONDS = 5;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition heard = this.lock.newCondition();

    private long count;

    private boolean running;

    /** Listens to every kind of event: the hub tells of every change of the registry. */
    @EventListener
    void hear(ProcessHubEvent event) {
        change(this.running);
    }

    private void change(boolean running) {
        this.lock.lock();
        try {
            this.running = running;
            this.count++;
            this.heard.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * Waits until more has happened than was seen, or for 5 s: not everything is told,
     * and who watches wants a sign of life.
     * @param seen what this method answered before
     */
    long await(long seen) throws InterruptedException {
        this.lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(LONGEST_SILENCE_SECONDS);
            while (this.running && this.count == seen && left > 0) {
                left = this.heard.awaitNanos(left);
            }
            return this.count;
        }
        finally {
            this.lock.unlock();
        }
    }

    @Override
    public void start() {
        change(true);
    }

    @Override
    public void stop() {
        change(false);
    }

    @Override
    public boolean isRunning() {
        this.lock.lock();
        try {
            return this.running;
        }
        finally {
            this.lock.unlock();
        }
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

}
