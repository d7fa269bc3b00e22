package io.processhub.runtime;

import io.processhub.LoadSampling;
import io.processhub.coordination.HubCoordinator;
import io.processhub.coordination.RegistryView;
import org.jspecify.annotations.Nullable;

/**
 * How a hub fares: its vitals for people, and how busy it is for the other members, if
 * the distribution strategy asks for that. Vitals may be asked from any thread.
 */
final class HubCondition {

    private final String hubId;

    private final HubCoordinator coordinator;

    private final RegistryView view;

    private final Supervisor supervisor;

    private final HubLoop loop;

    private final LeaseEnd lease;

    private @Nullable LoadMeter meter;

    HubCondition(String hubId, HubCoordinator coordinator, RegistryView view, Supervisor supervisor, HubLoop loop,
            LeaseEnd lease) {
        this.hubId = hubId;
        this.coordinator = coordinator;
        this.view = view;
        this.supervisor = supervisor;
        this.loop = loop;
        this.lease = lease;
    }

    Vitals vitals() {
        return new Vitals(this.loop.lag(), this.lease.remaining(), this.coordinator.repairs());
    }

    /** Begins to measure the load of this member. */
    void measure(LoadSampling sampling) {
        this.meter = new LoadMeter(this.hubId, sampling, this::shareOfChildren, this.loop::post);
    }

    /** Children here, compared with the other members: 0.5 if as many as its share. */
    private double shareOfChildren() {
        double share = (double) this.view.size() / this.coordinator.members().size();
        return (share == 0) ? 0 : this.supervisor.alive().size() / (2 * share);
    }

    void close() {
        if (this.meter != null) {
            this.meter.close();
        }
    }

}
