package io.processhub.distribution;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionContext;
import io.processhub.DistributionStrategy;
import io.processhub.Member;
import io.processhub.MemberId;

/** Members with children, as a strategy sees them; the children run where it says. */
final class Crowd implements DistributionContext {

    private final int copies;

    private final Map<ChildKey, ChildSpec> children = new LinkedHashMap<>();

    private final Map<ChildKey, List<Member>> owners = new HashMap<>();

    private final Map<MemberId, Double> loads = new HashMap<>();

    private List<Member> members;

    Crowd(List<Member> members, int copies) {
        this.members = members;
        this.copies = copies;
    }

    static List<Member> members(int count) {
        return IntStream.rangeClosed(1, count).mapToObj((number) -> member(number, 1, Map.of())).toList();
    }

    static Member member(int number, double weight, Map<String, String> labels) {
        String name = "127.0.0.1:" + (5700 + number);
        return new Member(new MemberId(name + "#boot"), "node-" + number, name, weight, labels, Member.Status.UP);
    }

    static List<ChildSpec> specs(int count) {
        return IntStream.range(0, count).mapToObj((i) -> ChildSpec.of("child-" + i, "worker", null)).toList();
    }

    /** Starts children, then looks at all as after a change of the members. */
    Crowd start(DistributionStrategy strategy, Collection<ChildSpec> specs) {
        Map<ChildKey, List<Member>> named = strategy.owners(specs, this);
        specs.forEach((spec) -> this.children.put(spec.key(), spec));
        this.owners.putAll(named);
        return this;
    }

    /**
     * The members change, and every child goes where it belongs; answers how many moved.
     */
    long change(DistributionStrategy strategy, List<Member> now) {
        this.members = now;
        Map<ChildKey, List<Member>> next = strategy.owners(this.children.values(), this);
        long moved = next.entrySet().stream().filter((e) -> !e.getValue().equals(this.owners.get(e.getKey()))).count();
        this.owners.putAll(next);
        return moved;
    }

    void load(Member member, double load) {
        this.loads.put(member.id(), load);
    }

    Map<Member, Long> shares() {
        Map<Member, Long> shares = new TreeMap<>((a, b) -> a.id().compareTo(b.id()));
        this.members.forEach((member) -> shares.put(member, 0L));
        this.owners.values().forEach((owning) -> owning.forEach((member) -> shares.merge(member, 1L, Long::sum)));
        return shares;
    }

    long share(Member member) {
        return shares().getOrDefault(member, 0L);
    }

    Map<ChildKey, List<Member>> owners() {
        return Map.copyOf(this.owners);
    }

    @Override
    public List<Member> members() {
        return this.members;
    }

    @Override
    public int copies() {
        return this.copies;
    }

    @Override
    public List<MemberId> holders(ChildKey key) {
        return this.owners.getOrDefault(key, List.of()).stream().map(Member::id).toList();
    }

    @Override
    public Collection<ChildSpec> children() {
        return this.children.values();
    }

    @Override
    public double load(MemberId member) {
        return this.loads.getOrDefault(member, 0.0);
    }

}
