package io.processhub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A change of a hub's members, to be planned before it is made. */
public sealed interface Change {

    /**
     * The members there would be, eldest first.
     * @throws IllegalArgumentException if the change does not fit the members there are
     */
    List<Member> applyTo(List<Member> members);

    /** A member joins that listens on {@code name}, with weight 1. */
    static Change join(String name) {
        return new Join(name, 1);
    }

    /** A member leaves, in whatever way. */
    static Change leave(MemberId member) {
        return new Leave(member);
    }

    /** A member gets another weight. */
    static Change weight(MemberId member, double weight) {
        return new Weight(member, weight);
    }

    /**
     * A member joins.
     *
     * @param name address it will listen on, {@code host:port}
     * @param weight share of the children it is to take; more than 0
     */
    record Join(String name, double weight) implements Change {

        public Join {
            joining(name, weight);
        }

        private static Member joining(String name, double weight) {
            return new Member(new MemberId(name), "", name, weight, Map.of(), Member.Status.UP);
        }

        @Override
        public List<Member> applyTo(List<Member> members) {
            if (members.stream().anyMatch((member) -> member.name().equals(this.name))) {
                throw new IllegalArgumentException(
                        "join: " + this.name + " (expected: an address of which no member is here)");
            }
            List<Member> after = new ArrayList<>(members);
            after.add(joining(this.name, this.weight));
            return List.copyOf(after);
        }

    }

    /** A member leaves. */
    record Leave(MemberId member) implements Change {

        @Override
        public List<Member> applyTo(List<Member> members) {
            require("leave", this.member, members);
            return members.stream().filter((other) -> !other.id().equals(this.member)).toList();
        }

    }

    /**
     * A member gets another weight.
     *
     * @param weight share of the children it is to take; more than 0
     */
    record Weight(MemberId member, double weight) implements Change {

        public Weight {
            Join.joining(member.value(), weight);
        }

        @Override
        public List<Member> applyTo(List<Member> members) {
            require("member", this.member, members);
            return members.stream().map(this::changed).toList();
        }

        private Member changed(Member other) {
            return other.id().equals(this.member)
                    ? new Member(other.id(), other.node(), other.name(), this.weight, other.labels(), other.status())
                    : other;
        }

    }

    private static void require(String name, MemberId id, List<Member> members) {
        List<MemberId> known = members.stream().map(Member::id).toList();
        if (!known.contains(id)) {
            throw new IllegalArgumentException(name + ": " + id + " (expected: one of " + known + ")");
        }
    }

}
