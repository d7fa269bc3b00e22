package io.processhub.runtime;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.processhub.ChildKey;
import io.processhub.ProcessHubEvent;
import io.processhub.RedundancyStrategy;
import io.processhub.coordination.Signal;

/**
 * What all incarnations of children on a member share. All of it may be used from any
 * thread.
 *
 * @param hubId name of the hub
 * @param types builds their beans
 * @param lease until when they may act
 * @param checkpoints keeps their states
 * @param back takes calls that a child did not carry out
 * @param observer watches children being started and stopped
 * @param offers takes the state of a child that ran twice, and is stopped here, for the
 * one that stays; must not block
 * @param signals hears what becomes of them, mostly on their own threads
 * @param events hears what is told to the application
 * @param redundancy which replicas have state, and are told their roles
 */
record ChildHost(String hubId, ChildTypes types, LeaseEnd lease, Checkpoints checkpoints,
        Consumer<List<IncomingCall>> back, ChildObserver observer, BiConsumer<ChildKey, byte[]> offers,
        Consumer<Signal> signals, Consumer<ProcessHubEvent> events, RedundancyStrategy redundancy) {

    /** The same, but for who hears what becomes of the children. */
    ChildHost with(Consumer<Signal> signals) {
        return new ChildHost(this.hubId, this.types, this.lease, this.checkpoints, this.back, this.observer,
                this.offers, signals, this.events, this.redundancy);
    }

}
