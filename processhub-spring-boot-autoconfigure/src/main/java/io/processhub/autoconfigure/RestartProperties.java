package io.processhub.autoconfigure;

import java.time.Duration;

import io.processhub.RestartPolicy;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What follows the end of a child that nobody asked to stop.
 *
 * @param mode Which ends call for a restart: all, failures only, or none.
 * @param maxRestarts Restarts within the window that are allowed; one more parks the
 * child.
 * @param within Window in which restarts are counted.
 * @param backoff Delays before restarts.
 */
public record RestartProperties(@DefaultValue("permanent") RestartPolicy.Mode mode,
        @DefaultValue("100") int maxRestarts, @DefaultValue("4s") Duration within, @DefaultValue Backoff backoff) {

    /**
     * Delays before restarts.
     *
     * @param initial Delay before the first restart.
     * @param multiplier Factor from one delay to the next.
     * @param max Longest delay before jitter.
     * @param jitter Share by which a delay may be longer or shorter, from 0 to 1.
     */
    public record Backoff(@DefaultValue("100ms") Duration initial, @DefaultValue("2.0") double multiplier,
            @DefaultValue("30s") Duration max, @DefaultValue("0.2") double jitter) {
    }

    RestartPolicy toPolicy() {
        return new RestartPolicy(this.mode, this.maxRestarts, this.within, new RestartPolicy.Backoff(
                this.backoff.initial, this.backoff.multiplier, this.backoff.max, this.backoff.jitter));
    }

}
