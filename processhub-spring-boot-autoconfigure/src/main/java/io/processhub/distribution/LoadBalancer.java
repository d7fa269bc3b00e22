package io.processhub.distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionContext;
import io.processhub.DistributionStrategy;
import io.processhub.LoadSampling;
import io.processhub.Member;

/**
 * New children go to members in proportion to {@code max(0.1, 1 - load)}, times the
 * member's weight; a child that is held stays where it is. When a member leaves, its
 * children are shared out in the same way; a join moves nothing, unless it is to.
 *
 * <p>
 * Members are drawn by weighted rendezvous hashing of child and member, with loads
 * rounded to tenths. So members that know the same loads name the same owner without
 * asking a leader, and those whose loads differ by a tenth disagree on few children.
 */
public final class LoadBalancer implements DistributionStrategy {

    /** A load every 10 s; the newest 30 count, each 0.9 times as much as the next one. */
    public static final LoadSampling DEFAULT_SAMPLING = new LoadSampling(Duration.ofSeconds(10), 30, 0.9);

    /** Even the busiest member takes some. */
    private static final double LEAST = 0.1;

    private final LoadSampling sampling;

    private final boolean rebalanceOnJoin;

    public LoadBalancer() {
        this(DEFAULT_SAMPLING, false);
    }

    /**
     * Strategy with its settings.
     * @param sampling how members find out how busy they are
     * @param rebalanceOnJoin whether children that are held may move when members have
     * come or gone
     */
    public LoadBalancer(LoadSampling sampling, boolean rebalanceOnJoin) {
        this.sampling = sampling;
        this.rebalanceOnJoin = rebalanceOnJoin;
    }

    @Override
    public LoadSampling loadSampling() {
        return this.sampling;
    }

    @Override
    public boolean trustsCaller() {
        return true;
    }

    /** Owners as if all members were idle, and nobody held any of these. */
    @Override
    public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, List<Member> members, int copies) {
        return draw(specs, members, copies, Member::weight, (key) -> List.of());
    }

    @Override
    public Map<ChildKey, List<Member>> owners(Collection<ChildSpec> specs, DistributionContext context) {
        ToDoubleFunction<Member> share = (member) -> member.weight() * share(context.load(member.id()));
        Assignment.Holdings holders = this.rebalanceOnJoin ? (key) -> List.of()
                : new Holders(context, context.members());
        return draw(specs, context.members(), context.copies(), share, holders);
    }

    private static double share(double load) {
        return Math.max(LEAST, 1 - Math.round(load * 10) / 10.0);
    }

    private record Lot(Member member, double value) {
    }

    private static Map<ChildKey, List<Member>> draw(Collection<ChildSpec> specs, List<Member> members, int copies,
            ToDoubleFunction<Member> share, Assignment.Holdings holdings) {
        Map<ChildKey, List<Member>> owners = LinkedHashMap.newLinkedHashMap(specs.size());
        for (ChildSpec spec : specs) {
            List<Member> named = new ArrayList<>(holdings.of(spec.key()).stream().limit(copies).toList());
            if (named.size() < copies) {
                members.stream()
                    .filter((member) -> spec.placement().admits(member) && !named.contains(member))
                    .map((member) -> new Lot(member, lot(spec.key(), member, share)))
                    .sorted(Comparator.comparingDouble(Lot::value).thenComparing((lot) -> lot.member().id()))
                    .limit(copies - named.size())
                    .forEach((lot) -> named.add(lot.member()));
            }
            owners.put(spec.key(), named);
        }
        return owners;
    }

    /** The least of such lots falls to a member with the probability of its share. */
    private static double lot(ChildKey key, Member member, ToDoubleFunction<Member> share) {
        double uniform = ((Ring.hash(member.name() + '#' + key.value()) >>> 11) + 0.5) * 0x1.0p-53;
        return -StrictMath.log(uniform) / share.applyAsDouble(member);
    }

}
