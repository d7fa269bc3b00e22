package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.processhub.PartitionToleranceStrategy;
import io.processhub.partition.Divergence;
import io.processhub.partition.DynamicQuorum;
import io.processhub.partition.MajorityQuorum;
import io.processhub.partition.StaticQuorum;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many members must be together to run children.
 *
 * @param strategy Built-in strategy, or name of a bean of type
 * PartitionToleranceStrategy.
 * @param staticQuorum Options of the strategy of this name.
 * @param dynamicQuorum Options of the strategy of this name.
 * @param majorityQuorum Options of the strategy of this name.
 */
public record PartitionToleranceProperties(@DefaultValue(PartitionToleranceProperties.DIVERGENCE) String strategy,
        @DefaultValue StaticQuorumOptions staticQuorum, @DefaultValue DynamicQuorumOptions dynamicQuorum,
        @DefaultValue MajorityQuorumOptions majorityQuorum) {

    static final String DIVERGENCE = "divergence";

    static final String STATIC_QUORUM = "static-quorum";

    static final String DYNAMIC_QUORUM = "dynamic-quorum";

    static final String MAJORITY_QUORUM = "majority-quorum";

    static final List<String> BUILT_IN = List.of(DIVERGENCE, STATIC_QUORUM, DYNAMIC_QUORUM, MAJORITY_QUORUM);

    /**
     * Options of the static quorum.
     *
     * @param quorumSize Members that must be together; more than half of all there will
     * ever be.
     * @param startupConfirm Whether starts are refused until there has been a quorum;
     * otherwise they wait for it.
     */
    public record StaticQuorumOptions(@Nullable Integer quorumSize, @DefaultValue("false") boolean startupConfirm) {

        private StaticQuorum toStrategy() {
            return new StaticQuorum(required(this.quorumSize, "1 or more"), this.startupConfirm);
        }

    }

    /**
     * Options of the dynamic quorum.
     *
     * @param quorumSize Percentage of the members that must be together, of those that
     * are here and those lost within the threshold.
     * @param thresholdTime How long a member that was lost without a goodbye counts.
     */
    public record DynamicQuorumOptions(@Nullable Integer quorumSize, @DefaultValue("30s") Duration thresholdTime) {

        private DynamicQuorum toStrategy() {
            return new DynamicQuorum(required(this.quorumSize, "1 to 100 percent"), this.thresholdTime);
        }

    }

    /**
     * Options of the majority quorum.
     *
     * @param initialClusterSize Least number of members of which more than half must be
     * together.
     * @param trackMaxSize Whether the number grows with the cluster.
     */
    public record MajorityQuorumOptions(@DefaultValue("1") int initialClusterSize,
            @DefaultValue("true") boolean trackMaxSize) {

        private MajorityQuorum toStrategy() {
            return new MajorityQuorum(this.initialClusterSize, this.trackMaxSize);
        }

    }

    private static int required(@Nullable Integer quorumSize, String expected) {
        if (quorumSize == null) {
            throw new IllegalArgumentException("quorum-size: " + Setting.NOT_SET + " (expected: " + expected + ")");
        }
        return quorumSize;
    }

    @Nullable PartitionToleranceStrategy builtIn() {
        return switch (this.strategy) {
            case DIVERGENCE -> new Divergence();
            case STATIC_QUORUM -> this.staticQuorum.toStrategy();
            case DYNAMIC_QUORUM -> this.dynamicQuorum.toStrategy();
            case MAJORITY_QUORUM -> this.majorityQuorum.toStrategy();
            default -> null;
        };
    }

    /**
     * Nodes that must see each other before the hub says how many; 0 if none ever must.
     */
    int nodesAtFirst() {
        return switch (this.strategy) {
            case DIVERGENCE -> 0;
            case STATIC_QUORUM -> (this.staticQuorum.quorumSize != null) ? this.staticQuorum.quorumSize : 1;
            default -> 1;
        };
    }

}
