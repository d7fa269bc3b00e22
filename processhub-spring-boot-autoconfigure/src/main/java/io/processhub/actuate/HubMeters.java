package io.processhub.actuate;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Hub;
import io.processhub.ProcessHubEvent;
import io.processhub.Role;
import io.processhub.runtime.CheckpointCounts;
import io.processhub.runtime.LocalHub;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one hub on this member, each tagged with {@code hub}. Children are tagged
 * with their type, never with their name.
 */
public final class HubMeters implements MeterBinder {

    private final String hubId;

    private final LocalHub hub;

    private final Census census;

    private final LongAdder takeovers = new LongAdder();

    private final LongAdder conflicts = new LongAdder();

    private final Map<String, LongAdder> restarts = new TreeMap<>();

    private final Map<ProcessHubEvent.HandoverOutcome, LongAdder> handovers = new EnumMap<>(
            ProcessHubEvent.HandoverOutcome.class);

    /**
     * Meters that count from now on.
     * @param types child types that this member knows; others are counted as
     * {@code unknown}
     */
    public HubMeters(String hubId, LocalHub hub, List<String> types) {
        this.hubId = hubId;
        this.hub = hub;
        Set<String> known = new TreeSet<>(types);
        this.census = new Census(hub, known);
        known.forEach((type) -> this.restarts.put(type, new LongAdder()));
        this.restarts.put(Census.UNKNOWN, new LongAdder());
        for (ProcessHubEvent.HandoverOutcome outcome : ProcessHubEvent.HandoverOutcome.values()) {
            this.handovers.put(outcome, new LongAdder());
        }
    }

    /** Counts what can be heard only. */
    void hear(ProcessHubEvent.ChildTakenOver event) {
        this.takeovers.increment();
    }

    void hear(ProcessHubEvent.DuplicateResolved event) {
        this.conflicts.increment();
    }

    void hear(ProcessHubEvent.HandoverDelivered event) {
        LongAdder count = this.handovers.get(event.outcome());
        if (count != null) {
            count.increment();
        }
    }

    void hear(ProcessHubEvent.ChildRestarted event) {
        String type = registry(this.hub).find(event.key()).map(ChildRecord::spec).map(ChildSpec::type).orElse("");
        LongAdder count = this.restarts.get(this.census.typeOf(type));
        if (count != null) {
            count.increment();
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Tags tags = Tags.of("hub", this.hubId);
        bindCluster(registry, tags);
        bindInside(registry, tags);
        bindStates(registry, tags);
        this.restarts.forEach((type, count) -> bindType(registry, tags.and("type", type), type, count));
    }

    private void bindCluster(MeterRegistry registry, Tags tags) {
        gauge("processhub.members", (hub) -> hub.members().size(), "Members that this one sees, itself included")
            .tags(tags)
            .register(registry);
        gauge("processhub.members.required", (hub) -> hub.quorum().required(),
                "Voting members that must be together; 0 if every side of a split runs on")
            .tags(tags)
            .register(registry);
        gauge("processhub.quorum", (hub) -> hub.quorum().held() ? 1 : 0, "1 if this member may run children, 0 if not")
            .tags(tags)
            .register(registry);
        gauge("processhub.registry.size", (hub) -> registry(hub).size(), "Children on all members").tags(tags)
            .register(registry);
    }

    private void bindInside(MeterRegistry registry, Tags tags) {
        counter("processhub.registry.repairs", this.hub, (hub) -> hub.vitals().repairs(),
                "Rows that differed between this member and the registry map, and were mended")
            .tags(tags)
            .register(registry);
        counter("processhub.takeover", this.takeovers, LongAdder::sum,
                "Children of lost members that this one has taken over")
            .tags(tags)
            .register(registry);
        counter("processhub.conflicts", this.conflicts, LongAdder::sum,
                "Children stopped here because another claim is valid")
            .tags(tags)
            .register(registry);
        time("processhub.loop.lag", (hub) -> hub.vitals().loopLag(),
                "Longest time lately until the hub took note of something")
            .tags(tags)
            .register(registry);
        if (this.hub.vitals().leaseRemaining() != null) {
            time("processhub.lease.remaining", (hub) -> hub.vitals().leaseRemaining(),
                    "How long children may still run unconfirmed")
                .tags(tags)
                .register(registry);
        }
    }

    private void bindStates(MeterRegistry registry, Tags tags) {
        this.handovers.forEach((outcome,
                count) -> counter("processhub.handover", count, LongAdder::sum,
                        "Children of this member whose state was to move with them")
                    .tags(tags.and("outcome", name(outcome)))
                    .register(registry));
        checkpoints(registry, tags, "written", CheckpointCounts::written);
        checkpoints(registry, tags, "refused", CheckpointCounts::refused);
        checkpoints(registry, tags, "failed", CheckpointCounts::failed);
    }

    private void checkpoints(MeterRegistry registry, Tags tags, String outcome,
            ToDoubleFunction<CheckpointCounts> count) {
        counter("processhub.checkpoints", this.hub, (hub) -> count.applyAsDouble(hub.checkpoints()),
                "States of this member's children on their way to the store")
            .tags(tags.and("outcome", outcome))
            .register(registry);
    }

    private void bindType(MeterRegistry registry, Tags tags, String type, LongAdder count) {
        counter("processhub.child.restarts", count, LongAdder::sum,
                "Children of this member started again after an incarnation ended")
            .tags(tags)
            .register(registry);
        for (Claim.State state : Claim.State.values()) {
            for (Role role : Role.values()) {
                Census.Kind kind = new Census.Kind(type, state, role);
                Gauge.builder("processhub.children", this.census, (counted) -> counted.count(kind))
                    .description("Children that this member holds a claim for")
                    .tags(tags.and("state", name(state), "role", name(role)))
                    .register(registry);
            }
        }
    }

    /** Another one after each start of the hub. */
    private static Hub.Registry registry(Hub hub) {
        return hub.registry();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Gauge.Builder<LocalHub> gauge(String name, ToDoubleFunction<LocalHub> value, String description) {
        return Gauge.builder(name, this.hub, value).description(description);
    }

    private static <T> FunctionCounter.Builder<T> counter(String name, T counted, ToDoubleFunction<T> value,
            String description) {
        return FunctionCounter.builder(name, counted, value).description(description);
    }

    private TimeGauge.Builder<LocalHub> time(String name, Read value, String description) {
        return TimeGauge.builder(name, this.hub, TimeUnit.NANOSECONDS, (hub) -> nanos(value.of(hub)))
            .description(description);
    }

    private static double nanos(@Nullable Duration duration) {
        return (duration == null) ? Double.NaN : duration.toNanos();
    }

    /** Reads a duration that may not be there. */
    private interface Read {

        @Nullable Duration of(LocalHub hub);

    }

}
