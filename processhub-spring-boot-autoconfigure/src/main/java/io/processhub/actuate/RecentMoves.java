package io.processhub.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.processhub.ChildKey;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import org.jspecify.annotations.Nullable;

/**
 * The newest moves of children of a hub that this member has heard of, between whichever
 * members: at most {@value #KEPT}. Safe for use by several threads.
 */
final class RecentMoves {

    static final int KEPT = 1000;

    private static final int MEMBERS_KEPT = 100;

    private final InstantSource clock;

    private final Deque<Entry> newestFirst = new ArrayDeque<>();

    /** Moves to members whose children have not said yet that they run. */
    private final Map<ChildKey, Entry> arriving = new HashMap<>();

    /** When members left. */
    private final Map<MemberId, Instant> left = new LinkedHashMap<>();

    RecentMoves(InstantSource clock) {
        this.clock = clock;
    }

    /** A move, and how it went on. */
    private static final class Entry {

        private final ProcessHubEvent.ChildMoved move;

        private final Instant at;

        private @Nullable Duration took;

        Entry(ProcessHubEvent.ChildMoved move, Instant at) {
            this.move = move;
            this.at = at;
        }

        MovePage.Move shown() {
            return MovePage.Move.of(this.move, this.at, this.took);
        }

    }

    synchronized void hear(ProcessHubEvent.MemberLeft event) {
        this.left.put(event.member().id(), this.clock.instant());
        if (this.left.size() > MEMBERS_KEPT) {
            this.left.remove(this.left.keySet().iterator().next());
        }
    }

    synchronized void hear(ProcessHubEvent.ChildMoved event) {
        Entry entry = new Entry(event, this.clock.instant());
        this.newestFirst.addFirst(entry);
        if (event.promoted()) {
            entry.took = Duration.between(since(entry), entry.at);
        }
        else {
            this.arriving.put(event.key(), entry);
        }
        if (this.newestFirst.size() > KEPT) {
            Entry oldest = this.newestFirst.removeLast();
            this.arriving.remove(oldest.move.key(), oldest);
        }
    }

    /** Told only on the member where the child runs now. */
    synchronized void hear(ProcessHubEvent.ChildStarted event) {
        Entry entry = this.arriving.get(event.key());
        if (entry != null && entry.move.epoch() == event.epoch()) {
            this.arriving.remove(event.key());
            entry.took = Duration.between(since(entry), this.clock.instant());
        }
    }

    /** Children of a lost member wait from the moment when it is known to be lost. */
    private Instant since(Entry entry) {
        return (entry.move.reason() == ProcessHubEvent.MoveReason.TAKEOVER)
                ? this.left.getOrDefault(entry.move.from(), entry.at) : entry.at;
    }

    /** The newest moves that a condition holds for, newest first. */
    synchronized List<MovePage.Move> list(Predicate<ProcessHubEvent.ChildMoved> condition, int limit) {
        return this.newestFirst.stream()
            .filter((entry) -> condition.test(entry.move))
            .limit(limit)
            .map(Entry::shown)
            .toList();
    }

}
