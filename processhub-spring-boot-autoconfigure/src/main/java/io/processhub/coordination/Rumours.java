package io.processhub.coordination;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Member;

/**
 * What was new to this member a short time ago: it passes it on, round by round, as its
 * view shows it then.
 */
final class Rumours {

    private final StrategyCalls strategies;

    private final RegistryView view;

    private final long seed;

    private final Map<ChildKey, Integer> roundsLeft = new LinkedHashMap<>();

    private long choices;

    /**
     * No rumours yet.
     * @param view where their rows stand
     * @param seed makes members choose differently; another one on each member
     */
    Rumours(StrategyCalls strategies, RegistryView view, long seed) {
        this.strategies = strategies;
        this.view = view;
        this.seed = seed;
    }

    boolean isEmpty() {
        return this.roundsLeft.isEmpty();
    }

    /** Passes on a child's row in so many rounds from now on, none if 0. */
    void add(ChildKey key, int rounds) {
        if (rounds > 0) {
            this.roundsLeft.put(key, rounds);
        }
    }

    /** The next choice of members to tell: SplitMix64. */
    List<Member> recipients(List<Member> others) {
        long z = this.seed + ++this.choices * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return this.strategies.recipients(others, z ^ (z >>> 31));
    }

    /** Plays a round: all rumours go to the same members. */
    List<Effect> round(List<Member> others) {
        List<ChildRecord> rows = this.roundsLeft.keySet()
            .stream()
            .map(this.view::row)
            .flatMap(Stream::ofNullable)
            .toList();
        this.roundsLeft.replaceAll((key, rounds) -> rounds - 1);
        this.roundsLeft.values().removeIf((rounds) -> rounds == 0);
        return rows.isEmpty() ? List.of() : to(recipients(others), rows);
    }

    /** Tells some members some rows. */
    static List<Effect> to(List<Member> members, List<ChildRecord> rows) {
        List<Effect> sends = new ArrayList<>();
        for (List<ChildRecord> chunk : Outbox.chunks(rows)) {
            Message message = new Message.Rumours(chunk);
            members.forEach((member) -> sends.add(new Effect.Send(member.node(), message)));
        }
        return sends;
    }

}
