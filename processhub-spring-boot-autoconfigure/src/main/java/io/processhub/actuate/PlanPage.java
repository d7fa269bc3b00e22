package io.processhub.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.MemberId;
import io.processhub.Plan;
import org.jspecify.annotations.Nullable;

/**
 * What would move.
 *
 * @param children how many children there are
 * @param moving how many of them would move
 * @param gains how many each member would get
 * @param losses how many each member would lose
 * @param moves those of this page, sorted by name
 * @param next value of {@code after} for the next page; null if there is none
 */
public record PlanPage(int children, int moving, Map<String, Integer> gains, Map<String, Integer> losses,
        List<Move> moves, @Nullable String next) {

    /** A child that would move. */
    public record Move(String id, List<String> from, List<String> to) {

        static Move of(Plan.Move move) {
            return new Move(move.key().value(), values(move.from()), values(move.to()));
        }

        private static List<String> values(List<MemberId> members) {
            return members.stream().map(MemberId::value).toList();
        }

    }

    static PlanPage of(OperatedHub hub, Query query) {
        int limit = query.rows();
        Plan plan = hub.operations().plan(query.change(hub.hub().members()));
        List<Plan.Move> rest = plan.moves()
            .stream()
            .filter((move) -> move.key().value().compareTo(query.afterOrFirst()) > 0)
            .toList();
        List<Move> page = rest.stream().limit(limit).map(Move::of).toList();
        return new PlanPage(plan.children(), plan.moves().size(), names(plan.gains()), names(plan.losses()), page,
                (rest.size() > limit) ? page.getLast().id() : null);
    }

    private static Map<String, Integer> names(Map<MemberId, Integer> counts) {
        Map<String, Integer> names = new LinkedHashMap<>();
        counts.forEach((member, count) -> names.put(member.value(), count));
        return names;
    }

}
