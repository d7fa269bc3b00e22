package io.processhub.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.processhub.Change;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.runtime.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a request as they were given; each is null if it was not.
 *
 * @param tag children with this tag
 * @param member children of the member with this boot id or address; or whose weight is
 * to change
 * @param state children in this state
 * @param limit most rows of a page
 * @param after rows whose names come after this one
 * @param id name of one child
 * @param join address of a member that is to join
 * @param leave boot id or address of a member that is to leave
 * @param weight weight of the member that joins or changes
 */
record Query(@Nullable String tag, @Nullable String member, @Nullable String state, @Nullable String limit,
        @Nullable String after, @Nullable String id, @Nullable String join, @Nullable String leave,
        @Nullable String weight) {

    /** State of a child that no member holds. */
    static final String PENDING = "PENDING";

    static final int MAX_LIMIT = 1000;

    private static final int DEFAULT_LIMIT = 100;

    int rows() {
        if (this.limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int rows = Integer.parseInt(this.limit);
            if (rows >= 1 && rows <= MAX_LIMIT) {
                return rows;
            }
        }
        catch (NumberFormatException ex) {
            // told below, as numbers out of bounds are
        }
        throw invalid("limit", this.limit, "1 to " + MAX_LIMIT, "");
    }

    String afterOrFirst() {
        return (this.after != null) ? this.after : "";
    }

    /** Name of a state, or null if any will do. */
    @Nullable String wantedState() {
        if (this.state == null) {
            return null;
        }
        String wanted = this.state.toUpperCase(Locale.ROOT);
        List<String> known = states();
        if (!known.contains(wanted)) {
            throw invalid("state", this.state, "one of " + known, Suggestion.didYouMean(this.state, known));
        }
        return wanted;
    }

    private static List<String> states() {
        return Stream.concat(Arrays.stream(Claim.State.values()).map(Enum::name), Stream.of(PENDING)).toList();
    }

    /** The change that is to be planned. */
    Change change(List<Member> members) {
        long given = Stream.of(this.join, this.leave, this.member).filter((value) -> value != null).count();
        if (given != 1 || (this.member != null && this.weight == null) || (this.leave != null && this.weight != null)) {
            throw new IllegalArgumentException(
                    "plan: " + given + " changes (expected: one of join=host:port, join=host:port&weight=2,"
                            + " leave=member, member=member&weight=2)");
        }
        if (this.join != null) {
            return new Change.Join(this.join, (this.weight != null) ? number(this.weight) : 1);
        }
        return (this.leave != null) ? Change.leave(member("leave", this.leave, members)) : Change
            .weight(member("member", String.valueOf(this.member), members), number(String.valueOf(this.weight)));
    }

    private static double number(String weight) {
        try {
            return Double.parseDouble(weight);
        }
        catch (NumberFormatException ex) {
            throw invalid("weight", weight, "a number more than 0, at most 1000", "");
        }
    }

    /** The member of this boot id or address. */
    static MemberId member(String name, String given, List<Member> members) {
        return members.stream()
            .filter((member) -> isNamed(given, member.id()))
            .map(Member::id)
            .findFirst()
            .orElseThrow(() -> unknownMember(name, given, members));
    }

    /** Whether this is the boot id of a member, or its address. */
    static boolean isNamed(String given, MemberId member) {
        return member.value().equals(given) || member.address().equals(given);
    }

    static IllegalArgumentException unknownMember(String name, String given, List<Member> members) {
        return invalid(name, given,
                "boot id (with %23 for #) or address of one of " + members.stream().map(Member::id).toList(), "");
    }

    static IllegalArgumentException invalid(String name, String value, String expected, String suggestion) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")" + suggestion);
    }

}
