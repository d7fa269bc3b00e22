package io.processhub;

import java.time.Duration;

/**
 * How members find out how busy they are. A member's load is the average of its newest
 * samples, of which each counts {@code decay} times as much as the one after it.
 *
 * @param interval time between two samples, each of which is told to all members; more
 * than 0
 * @param history how many samples are kept; from 1 to 10,000
 * @param decay more than 0, at most 1
 */
public record LoadSampling(Duration interval, int history, double decay) {

    public LoadSampling {
        Values.requirePositive("push-interval", interval);
        if (history < 1 || history > 10_000) {
            throw new IllegalArgumentException("max-history-size: " + history + " (expected: 1 to 10,000)");
        }
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("weight-decay-factor: " + decay + " (expected: more than 0, at most 1)");
        }
    }

}
