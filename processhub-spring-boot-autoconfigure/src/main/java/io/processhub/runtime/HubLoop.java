package io.processhub.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

import io.processhub.coordination.Effect;
import io.processhub.coordination.HubCoordinator;
import io.processhub.coordination.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns a hub's state, and its mailbox. Whatever piles up in the
 * mailbox is decided on together.
 */
final class HubLoop {

    private static final Logger log = LoggerFactory.getLogger(HubLoop.class);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

    private final Mailbox mailbox = new Mailbox();

    private final HubCoordinator coordinator;

    private final Consumer<List<Effect>> effects;

    private final InstantSource clock;

    private final Thread thread;

    private final LoopLag lag = new LoopLag(System.nanoTime());

    private volatile boolean running = true;

    /**
     * Loop that is not started yet.
     * @param effects carries out effects; must not block
     */
    HubLoop(String hubId, HubCoordinator coordinator, Consumer<List<Effect>> effects, InstantSource clock) {
        this.coordinator = coordinator;
        this.effects = effects;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("processhub-" + hubId).daemon().unstarted(this::run);
    }

    void start() {
        this.thread.start();
    }

    /** Longest time lately until a signal was heard. May be asked from any thread. */
    Duration lag() {
        return this.lag.longest(System.nanoTime());
    }

    void post(Signal signal) {
        this.mailbox.post(signal);
    }

    /** Ends the loop and waits for it; signals still in the mailbox are not heard. */
    void stop() throws InterruptedException {
        this.running = false;
        post(new Signal.Tick());
        this.thread.join();
    }

    private void run() {
        while (this.running) {
            try {
                decide(await());
            }
            catch (InterruptedException ex) {
                return;
            }
        }
    }

    /**
     * A failure loses what was heard in this round; the periodic comparison makes up for
     * it.
     */
    private void decide(List<Signal> signals) throws InterruptedException {
        this.lag.begin(System.nanoTime());
        try {
            this.effects.accept(this.coordinator.on(signals, this.clock.instant()));
        }
        catch (RuntimeException | Error ex) {
            log.error("hub loop: could not handle {} signals, the first of them {}; the hub goes on", signals.size(),
                    signals.getFirst(), ex);
            Thread.sleep(PAUSE_AFTER_FAILURE);
        }
        finally {
            this.lag.end(System.nanoTime());
        }
    }

    private List<Signal> await() throws InterruptedException {
        Instant now = this.clock.instant();
        Instant latest = now.plus(LONGEST_WAIT);
        Instant due = this.coordinator.nextTick().isBefore(latest) ? this.coordinator.nextTick() : latest;
        List<Signal> signals = this.mailbox.take(Math.max(0, Duration.between(now, due).toNanos()));
        return signals.isEmpty() ? List.of(new Signal.Tick()) : signals;
    }

}
