package io.processhub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Where children belong. Asks the strategies of a hub, changes nothing. May be used from
 * any thread.
 *
 * @param distribution who owns a child
 * @param redundancy how many replicas it has
 * @param registry who holds what, as strategies may want to know; read by any thread
 * @param loads how busy members are, from 0 to 1; read by any thread
 */
public record Ownership(DistributionStrategy distribution, RedundancyStrategy redundancy, Hub.Registry registry,
        ToDoubleFunction<MemberId> loads) {

    /** Owners of children if the hub had these members, given eldest first. */
    public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members) {
        int copies = Math.max(1, this.redundancy.copies(members.size()));
        return this.distribution.owners(specs, new Supposition(up(members), copies, this.registry, this.loads));
    }

    /**
     * Share of the children that each member is to own, from 0 to 1; empty if the
     * strategy cannot tell.
     */
    public Map<MemberId, Double> shares(List<Member> members) {
        return this.distribution.shares(up(members));
    }

    private static List<Member> up(List<Member> members) {
        return members.stream().filter(Member::isUp).toList();
    }

    /**
     * What would move if members changed: compares the claims that there are with the
     * owners that there would be.
     * @param members members that there are, eldest first
     * @param children rows of all children
     * @throws IllegalArgumentException if the change does not fit the members
     */
    public Plan plan(Change change, List<Member> members, Collection<ChildRecord> children) {
        List<ChildSpec> specs = children.stream().map(ChildRecord::spec).toList();
        Map<ChildKey, List<Member>> owners = owners(specs, change.applyTo(members));
        List<Plan.Move> moves = new ArrayList<>();
        for (ChildRecord row : children) {
            Plan.Move move = move(row, owners.getOrDefault(row.key(), List.of()));
            if (!move.from().isEmpty() || !move.to().isEmpty()) {
                moves.add(move);
            }
        }
        moves.sort(Comparator.comparing(Plan.Move::key));
        return new Plan(change, children.size(), moves);
    }

    private static Plan.Move move(ChildRecord row, List<Member> owners) {
        List<MemberId> held = row.claims().stream().map(Claim::member).toList();
        List<MemberId> due = owners.stream().map(Member::id).toList();
        return new Plan.Move(row.key(), without(held, due), without(due, held));
    }

    private static List<MemberId> without(List<MemberId> members, List<MemberId> others) {
        return members.stream().filter((member) -> !others.contains(member)).toList();
    }

}
