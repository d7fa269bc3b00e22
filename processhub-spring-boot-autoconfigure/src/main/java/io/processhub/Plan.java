package io.processhub;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What would move if the members of a hub changed.
 *
 * @param change what is assumed
 * @param children how many children there are
 * @param moves those that would move, sorted by name
 */
public record Plan(Change change, int children, List<Move> moves) {

    public Plan {
        moves = List.copyOf(moves);
    }

    /**
     * A child that would move.
     *
     * @param from members that would run it no more
     * @param to members that would run it instead, the best owner first; fewer than in
     * {@code from} if there are too few
     */
    public record Move(ChildKey key, List<MemberId> from, List<MemberId> to) {

        public Move {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

    }

    /** How many children each member would get. */
    public Map<MemberId, Integer> gains() {
        return count(Move::to);
    }

    /** How many children each member would lose. */
    public Map<MemberId, Integer> losses() {
        return count(Move::from);
    }

    private Map<MemberId, Integer> count(Function<Move, List<MemberId>> side) {
        Map<MemberId, Integer> counts = new LinkedHashMap<>();
        this.moves.forEach((move) -> side.apply(move).forEach((member) -> counts.merge(member, 1, Integer::sum)));
        return Collections.unmodifiableMap(counts);
    }

}
