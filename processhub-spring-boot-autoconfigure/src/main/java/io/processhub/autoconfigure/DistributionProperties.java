package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.processhub.DistributionStrategy;
import io.processhub.LoadSampling;
import io.processhub.distribution.BoundedLoad;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.distribution.Guided;
import io.processhub.distribution.LoadBalancer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who owns a child.
 *
 * @param strategy Built-in strategy, or name of a bean of type DistributionStrategy.
 * @param consistentHashing Options of the strategy of this name.
 * @param boundedLoad Options of the strategy of this name.
 * @param guided Options of the strategy of this name.
 * @param loadBalancer Options of the strategy of this name.
 */
public record DistributionProperties(@DefaultValue(DistributionProperties.CONSISTENT_HASHING) String strategy,
        @DefaultValue ConsistentHashingOptions consistentHashing, @DefaultValue BoundedLoadOptions boundedLoad,
        @DefaultValue GuidedOptions guided, @DefaultValue LoadBalancerOptions loadBalancer) {

    static final String CONSISTENT_HASHING = "consistent-hashing";

    static final String BOUNDED_LOAD = "bounded-load";

    static final String GUIDED = "guided";

    static final String LOAD_BALANCER = "load-balancer";

    static final List<String> BUILT_IN = List.of(CONSISTENT_HASHING, BOUNDED_LOAD, GUIDED, LOAD_BALANCER);

    /**
     * Options of consistent hashing.
     *
     * @param virtualNodes Points on the ring of a member of weight 1; more of them spread
     * children more evenly.
     */
    public record ConsistentHashingOptions(@DefaultValue("256") int virtualNodes) {
    }

    /**
     * Options of the bounded load.
     *
     * @param virtualNodes Points on the ring of a member of weight 1.
     * @param epsilon How much more than its share a member may own, as a part of it.
     */
    public record BoundedLoadOptions(@DefaultValue("256") int virtualNodes, @DefaultValue("0.1") double epsilon) {
    }

    /**
     * Options of the guided distribution.
     *
     * @param fallback Whether children run elsewhere while the members they are bound to
     * are not here.
     */
    public record GuidedOptions(@DefaultValue("false") boolean fallback) {
    }

    /**
     * Options of the load balancer.
     *
     * @param pushInterval Time between two measurements of a member's load.
     * @param maxHistorySize How many measurements count.
     * @param weightDecayFactor How much a measurement counts, compared with the one after
     * it.
     * @param rebalanceOnJoin Whether children move when members have come or gone.
     */
    public record LoadBalancerOptions(@DefaultValue("10s") Duration pushInterval,
            @DefaultValue("30") int maxHistorySize, @DefaultValue("0.9") double weightDecayFactor,
            @DefaultValue("false") boolean rebalanceOnJoin) {

        LoadSampling toSampling() {
            return new LoadSampling(this.pushInterval, this.maxHistorySize, this.weightDecayFactor);
        }

    }

    /**
     * The strategy of this id, null if it is none of the built-in ones.
     * @throws IllegalArgumentException if its options are refused
     */
    @Nullable DistributionStrategy builtIn() {
        return switch (this.strategy) {
            case CONSISTENT_HASHING -> new ConsistentHashing(this.consistentHashing.virtualNodes);
            case BOUNDED_LOAD -> new BoundedLoad(this.boundedLoad.virtualNodes, this.boundedLoad.epsilon);
            case GUIDED -> new Guided(this.guided.fallback);
            case LOAD_BALANCER -> new LoadBalancer(this.loadBalancer.toSampling(), this.loadBalancer.rebalanceOnJoin);
            default -> null;
        };
    }

}
