package io.processhub.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.processhub.ProcessHubEvent.ChildMoved;
import io.processhub.ProcessHubEvent.MoveReason;
import org.jspecify.annotations.Nullable;

/**
 * The newest moves of children, newest first, as far as this member has heard of them
 * since it started.
 *
 * @param migration strategy by which children move that are not taken over
 */
public record MovePage(String migration, List<Move> moves) {

    /**
     * A move.
     *
     * @param at when this member heard of it
     * @param reason {@code TAKEOVER} from a member that is gone, {@code DRAIN} of one
     * that leaves, {@code PLAN} otherwise
     * @param promoted whether the child stood by where it is active now
     * @param tookMillis time until it ran, in milliseconds: for a takeover since its
     * holder was known to be gone, otherwise since its claim had gone over; null on
     * members it did not come to, unless it was promoted, and until it runs
     */
    public record Move(String id, String from, String to, Instant at, MoveReason reason, boolean promoted, long epoch,
            @Nullable Long tookMillis) {

        static Move of(ChildMoved move, Instant at, @Nullable Duration took) {
            return new Move(move.key().value(), move.from().value(), move.to().value(), at, move.reason(),
                    move.promoted(), move.epoch(), (took != null) ? took.toMillis() : null);
        }

    }

    static MovePage of(OperatedHub hub, RecentMoves moves, Query query) {
        return new MovePage(hub.profile().strategies().getOrDefault("migration", ""),
                moves.list((move) -> isOf(query, move), query.rows()));
    }

    private static boolean isOf(Query query, ChildMoved move) {
        String member = query.member();
        return (query.id() == null || query.id().equals(move.key().value()))
                && (member == null || Query.isNamed(member, move.from()) || Query.isNamed(member, move.to()));
    }

}
