package io.processhub.hazelcast;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parcels for one node, delivered in their order. One delivery is on its way at a time,
 * since Hazelcast runs two of them in any order; what comes meanwhile goes together with
 * the next one. A delivery that nobody confirms is waited for only so long: its
 * connection broke, and Hazelcast would tell a quarter of a minute later. If it arrives
 * after all, it arrives late. Safe for many threads; never blocks.
 */
final class DeliveryQueue {

    private static final Logger log = LoggerFactory.getLogger(DeliveryQueue.class);

    private static final int MOST_WAITING = 200_000;

    private static final int MOST_IN_ONE = 1_000;

    /** So that nothing on the same connection waits long for a delivery to pass. */
    private static final int ENOUGH_BYTES = 256 * 1024;

    private final String node;

    private final Duration patience;

    private final Function<List<Parcel>, CompletableFuture<?>> delivery;

    private final Queue<Parcel> waiting = new ArrayDeque<>();

    private boolean busy;

    /**
     * Queue that is empty.
     * @param patience how long one delivery holds up the next if it is not confirmed
     * @param delivery begins a delivery; completes when it has arrived, or failed
     */
    DeliveryQueue(String node, Duration patience, Function<List<Parcel>, CompletableFuture<?>> delivery) {
        this.node = node;
        this.patience = patience;
        this.delivery = delivery;
    }

    void send(Parcel parcel) {
        synchronized (this.waiting) {
            if (this.waiting.size() == MOST_WAITING) {
                log.debug("message to node {} dropped: {} wait already", this.node, MOST_WAITING);
                return;
            }
            this.waiting.add(parcel);
            if (this.busy) {
                return;
            }
            this.busy = true;
        }
        deliver();
    }

    /** Whether nothing waits, and nothing is on its way. */
    boolean isIdle() {
        synchronized (this.waiting) {
            return !this.busy;
        }
    }

    private void deliver() {
        List<Parcel> parcels = next();
        if (!parcels.isEmpty()) {
            this.delivery.apply(parcels)
                .orTimeout(this.patience.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((delivered, failure) -> {
                    if (failure != null) {
                        log.debug("{} messages to node {} not confirmed", parcels.size(), this.node, failure);
                    }
                    deliver();
                });
        }
    }

    private List<Parcel> next() {
        List<Parcel> parcels = new ArrayList<>();
        int bytes = 0;
        while (parcels.size() < MOST_IN_ONE && bytes < ENOUGH_BYTES) {
            Parcel parcel = poll(parcels.isEmpty());
            if (parcel == null) {
                break;
            }
            bytes += parcel.bytes().length;
            parcels.add(parcel);
        }
        return parcels;
    }

    private @Nullable Parcel poll(boolean endIfEmpty) {
        synchronized (this.waiting) {
            Parcel parcel = this.waiting.poll();
            this.busy &= parcel != null || !endIfEmpty;
            return parcel;
        }
    }

}
