package io.processhub.actuate;

import java.util.Locale;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.processhub.ChildSpec;
import io.processhub.runtime.ChildObserver;
import org.jspecify.annotations.Nullable;

/**
 * Makes observations of the starts and stops of children: {@code processhub.child.start},
 * from the call for its bean until the bean is built, and {@code processhub.child.stop},
 * from the interrupt until its thread has ended. The name of the child is a
 * high-cardinality value, so it is in traces and not in meters.
 */
final class ObservedChildren implements ChildObserver {

    private final Supplier<ObservationRegistry> registry;

    /**
     * Observes children of all hubs.
     * @param registry asked for at each step, so that a hub does not bring it up early
     */
    ObservedChildren(Supplier<ObservationRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public Ending begin(String hubId, Step step, ChildSpec spec) {
        String verb = step.name().toLowerCase(Locale.ROOT);
        Observation observation = Observation.createNotStarted("processhub.child." + verb, this.registry.get())
            .contextualName(verb + " " + spec.type())
            .lowCardinalityKeyValue("hub", hubId)
            .lowCardinalityKeyValue("type", spec.type())
            .highCardinalityKeyValue("child", spec.key().value())
            .start();
        return (step == Step.START) ? new Scoped(observation, observation.openScope())
                : (failure) -> end(observation, failure);
    }

    private static void end(Observation observation, @Nullable Throwable failure) {
        if (failure != null) {
            observation.error(failure);
        }
        observation.stop();
    }

    /**
     * A start begins and ends on one thread: what its bean does meanwhile is part of it.
     */
    private record Scoped(Observation observation, Observation.Scope scope) implements Ending {

        @Override
        public void end(@Nullable Throwable failure) {
            this.scope.close();
            ObservedChildren.end(this.observation, failure);
        }

    }

}
