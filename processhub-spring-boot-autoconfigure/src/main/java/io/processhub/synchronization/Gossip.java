package io.processhub.synchronization;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

import io.processhub.Member;
import io.processhub.SynchronizationStrategy;

/**
 * Changes spread like an epidemic: each member passes on what is new to it to a few
 * others, chosen anew in each round. All know it after O(log n) rounds; no member sends
 * more than O(log n) copies of it, however many members there are.
 *
 * <p>
 * Danger: a lookup may be answered from what was true some rounds ago; and one change in
 * some hundred misses a member, which hears of it at a comparison.
 *
 * @param recipients members to which a change goes in each round; 1 or more
 * @param restrictedInit whether a joining member is not given a full copy at first
 * @param interval time between two rounds; more than 0
 * @param syncInterval time between two comparisons; more than 0
 */
public record Gossip(int recipients, boolean restrictedInit, Duration interval,
        Duration syncInterval) implements SynchronizationStrategy {

    /** Members to which a change goes in each round, unless set. */
    public static final int DEFAULT_RECIPIENTS = 3;

    /** Time between two rounds, unless set. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(100);

    /** Time between two comparisons, unless set. */
    public static final Duration DEFAULT_SYNC_INTERVAL = PubSub.DEFAULT_SYNC_INTERVAL;

    /**
     * Copies that each member sends beyond the logarithm of the number of members: a
     * change then misses somebody with a chance of about e to the power of minus this.
     */
    private static final double MARGIN = 5;

    public Gossip {
        if (recipients < 1) {
            throw new IllegalArgumentException("recipients: " + recipients + " (expected: 1 or more)");
        }
        PubSub.requirePositive("interval", interval);
        PubSub.requirePositive("sync-interval", syncInterval);
    }

    public Gossip() {
        this(DEFAULT_RECIPIENTS, false, DEFAULT_INTERVAL, DEFAULT_SYNC_INTERVAL);
    }

    /** So many different members, each with the same chance: Floyd's algorithm. */
    @Override
    public List<Member> recipients(List<Member> others, long seed) {
        if (others.size() <= this.recipients) {
            return others;
        }
        SequencedSet<Integer> chosen = new LinkedHashSet<>();
        for (int last = others.size() - this.recipients; last < others.size(); last++) {
            int place = (int) Long.remainderUnsigned(mix(seed + last), last + 1);
            chosen.add(chosen.contains(place) ? last : place);
        }
        return chosen.stream().map(others::get).toList();
    }

    /** The output function of SplitMix64. */
    private static long mix(long number) {
        long z = number * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * None where the first {@link #recipients} are all others; otherwise so many that
     * each member sends ln n + 5 copies.
     */
    @Override
    public int rounds(int members) {
        boolean direct = members - 1 <= this.recipients;
        return direct ? 0 : (int) Math.ceil((Math.log(members) + MARGIN) / this.recipients);
    }

    @Override
    public boolean fillsNewcomers() {
        return !this.restrictedInit;
    }

}
