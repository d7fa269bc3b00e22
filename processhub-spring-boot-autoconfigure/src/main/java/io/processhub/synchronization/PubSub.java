package io.processhub.synchronization;

import java.time.Duration;
import java.util.List;

import io.processhub.Member;
import io.processhub.SynchronizationStrategy;

/**
 * Each change goes to all members at once.
 *
 * @param syncInterval time between two comparisons; more than 0
 */
public record PubSub(Duration syncInterval) implements SynchronizationStrategy {

    /** Time between two comparisons, unless set. */
    public static final Duration DEFAULT_SYNC_INTERVAL = Duration.ofSeconds(15);

    public PubSub {
        requirePositive("sync-interval", syncInterval);
    }

    static void requirePositive(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0, at most 365 days)");
        }
    }

    public PubSub() {
        this(DEFAULT_SYNC_INTERVAL);
    }

    @Override
    public List<Member> recipients(List<Member> others, long seed) {
        return others;
    }

}
