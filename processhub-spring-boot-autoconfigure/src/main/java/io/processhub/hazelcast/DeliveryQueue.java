package io.processhub.hazelcast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parcels for one node, delivered in their order. One delivery is on its way at a time,
 * since Hazelcast runs two of them in any order; what comes meanwhile goes together with
 * the next one. Safe for many threads; never blocks.
 */
final class DeliveryQueue {

    private static final Logger log = LoggerFactory.getLogger(DeliveryQueue.class);

    private static final int MOST_WAITING = 200_000;

    private static final int MOST_IN_ONE = 1_000;

    private final String node;

    private final Function<List<Parcel>, CompletionStage<?>> delivery;

    private final Queue<Parcel> waiting = new ArrayDeque<>();

    private boolean busy;

    DeliveryQueue(String node, Function<List<Parcel>, CompletionStage<?>> delivery) {
        this.node = node;
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

    private void deliver() {
        List<Parcel> parcels = next();
        if (!parcels.isEmpty()) {
            this.delivery.apply(parcels).whenComplete((delivered, failure) -> {
                if (failure != null) {
                    log.debug("{} messages to node {} dropped", parcels.size(), this.node, failure);
                }
                deliver();
            });
        }
    }

    private List<Parcel> next() {
        synchronized (this.waiting) {
            List<Parcel> parcels = new ArrayList<>(Math.min(this.waiting.size(), MOST_IN_ONE));
            while (parcels.size() < MOST_IN_ONE && !this.waiting.isEmpty()) {
                parcels.add(this.waiting.remove());
            }
            this.busy = !parcels.isEmpty();
            return parcels;
        }
    }

}
