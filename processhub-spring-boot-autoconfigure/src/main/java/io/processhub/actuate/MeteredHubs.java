package io.processhub.actuate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.processhub.ProcessHubEvent;
import io.processhub.runtime.HubParts;

import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;

/** Meters of all hubs of an application. */
public final class MeteredHubs implements MeterBinder {

    private final Map<String, HubMeters> hubs = new LinkedHashMap<>();

    MeteredHubs(List<HubParts> hubs) {
        hubs.forEach((parts) -> this.hubs.put(parts.profile().hubId(),
                new HubMeters(parts.profile().hubId(), parts.hub(), parts.types().names())));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.hubs.values().forEach((meters) -> meters.bindTo(registry));
    }

    /**
     * Names each kind of event: whoever listens to all of them makes the hub tell of
     * every change of the registry.
     */
    @EventListener
    void takenOver(PayloadApplicationEvent<ProcessHubEvent.ChildTakenOver> event) {
        count(event, HubMeters::hear);
    }

    @EventListener
    void resolved(PayloadApplicationEvent<ProcessHubEvent.DuplicateResolved> event) {
        count(event, HubMeters::hear);
    }

    @EventListener
    void delivered(PayloadApplicationEvent<ProcessHubEvent.HandoverDelivered> event) {
        count(event, HubMeters::hear);
    }

    @EventListener
    void restarted(PayloadApplicationEvent<ProcessHubEvent.ChildRestarted> event) {
        count(event, HubMeters::hear);
    }

    /** Events of several hubs say by their source where they come from. */
    private <E> void count(PayloadApplicationEvent<E> event, BiConsumer<HubMeters, E> counting) {
        Collection<HubMeters> all = this.hubs.values();
        HubMeters meters = (all.size() == 1) ? all.iterator().next() : this.hubs.get(event.getSource().toString());
        if (meters != null) {
            counting.accept(meters, event.getPayload());
        }
    }

}
