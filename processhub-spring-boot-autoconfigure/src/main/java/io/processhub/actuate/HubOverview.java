package io.processhub.actuate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.Claim;
import io.processhub.Hub;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Quorum;
import org.jspecify.annotations.Nullable;

/**
 * A hub at a glance.
 *
 * @param alive whether it runs on this member
 * @param localMember boot id of this member
 * @param members how many members this one sees
 * @param children how many children there are on all of them
 */
public record HubOverview(String id, boolean alive, String localMember, int members, int children, Quorum quorum,
        Map<String, String> strategies, String expectedFailover) {

    static HubOverview of(OperatedHub operated) {
        Hub hub = operated.hub();
        return new HubOverview(operated.id(), hub.isAlive(), hub.localMember().id().value(), hub.members().size(),
                hub.registry().size(), hub.quorum(), operated.profile().strategies(),
                operated.profile().expectedFailover());
    }

    /** All hubs of this application. */
    public record All(List<HubOverview> hubs) {
    }

    /** Members of a hub, eldest first. */
    public record Members(List<MemberRow> members) {
    }

    /**
     * How children are spread.
     *
     * @param distribution strategy that spreads them
     */
    public record Ring(String distribution, List<Place> members) {
    }

    /**
     * A member.
     *
     * @param self whether it is this one
     * @param children how many claims it holds
     */
    public record MemberRow(String id, String name, Member.Status status, double weight, Map<String, String> labels,
            boolean self, int children) {
    }

    /**
     * Place of a member among the others.
     *
     * @param share part of the children it is to own, from 0 to 1; null if the strategy
     * cannot tell
     * @param children how many claims it holds
     */
    public record Place(String id, double weight, Member.Status status, @Nullable Double share, int children) {
    }

    static Members members(Hub hub) {
        Map<MemberId, Integer> held = held(hub);
        MemberId self = hub.localMember().id();
        return new Members(hub.members()
            .stream()
            .map((member) -> new MemberRow(member.id().value(), member.name(), member.status(), member.weight(),
                    member.labels(), member.id().equals(self), held.getOrDefault(member.id(), 0)))
            .toList());
    }

    static Ring ring(OperatedHub operated) {
        Hub hub = operated.hub();
        Map<MemberId, Integer> held = held(hub);
        Map<MemberId, Double> shares = hub.ownership().shares(hub.members());
        return new Ring(operated.profile().distribution(),
                hub.members()
                    .stream()
                    .map((member) -> new Place(member.id().value(), member.weight(), member.status(),
                            shares.get(member.id()), held.getOrDefault(member.id(), 0)))
                    .toList());
    }

    private static Map<MemberId, Integer> held(Hub hub) {
        Map<MemberId, Integer> held = new HashMap<>();
        hub.registry().forEach((row) -> {
            for (Claim claim : row.claims()) {
                held.merge(claim.member(), row.isRemoved() ? 0 : 1, Integer::sum);
            }
        });
        return held;
    }

}
