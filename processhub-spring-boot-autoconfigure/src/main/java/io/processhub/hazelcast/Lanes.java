package io.processhub.hazelcast;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.processhub.coordination.Message;
import io.processhub.coordination.VotingMessage;

/**
 * Ways for messages to one node. Votes have one of their own, so that no lease runs out
 * because its renewal waits behind rows. Each way keeps its own order.
 *
 * @param votes for what leases and grants rest on
 * @param others for everything else
 */
record Lanes(DeliveryQueue votes, DeliveryQueue others) {

    /** Less than a lease: what comes later would be of no use. */
    private static final Duration PATIENCE_WITH_VOTES = Duration.ofMillis(250);

    /** More than the pauses of a busy JVM. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How parcels get to a node. */
    interface Carrier {

        CompletableFuture<?> deliver(String node, String executor, List<Parcel> parcels);

    }

    static Lanes to(String node, Carrier carrier) {
        return new Lanes(
                new DeliveryQueue(node, PATIENCE_WITH_VOTES,
                        (parcels) -> carrier.deliver(node, HazelcastConfigs.VOTES, parcels)),
                new DeliveryQueue(node, PATIENCE,
                        (parcels) -> carrier.deliver(node, HazelcastConfigs.EXECUTOR, parcels)));
    }

    void send(Message message, Parcel parcel) {
        ((message instanceof VotingMessage) ? this.votes : this.others).send(parcel);
    }

}
