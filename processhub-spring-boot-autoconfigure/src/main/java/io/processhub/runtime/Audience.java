package io.processhub.runtime;

import java.util.function.Consumer;

import io.processhub.ProcessHubEvent;

/**
 * Hears what happens in a hub. Called by any thread, the hub's loop among them: must
 * return at once.
 */
@FunctionalInterface
public interface Audience extends Consumer<ProcessHubEvent> {

    /**
     * Whether anyone wants to hear of a kind of event that comes with every change of
     * every child; if not, these are not made. Asked for each of them.
     */
    default boolean wants(Class<? extends ProcessHubEvent> kind) {
        return true;
    }

    /** This audience, then another one. */
    default Audience and(Audience other) {
        Audience first = this;
        return new Audience() {

            @Override
            public void accept(ProcessHubEvent event) {
                first.accept(event);
                other.accept(event);
            }

            @Override
            public boolean wants(Class<? extends ProcessHubEvent> kind) {
                return first.wants(kind) || other.wants(kind);
            }

        };
    }

}
