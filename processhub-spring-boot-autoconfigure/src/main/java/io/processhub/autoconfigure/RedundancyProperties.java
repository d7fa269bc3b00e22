package io.processhub.autoconfigure;

import java.util.List;

import io.processhub.RedundancyStrategy;
import io.processhub.redundancy.Replication;
import io.processhub.redundancy.Singularity;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many replicas a child has.
 *
 * @param strategy Built-in strategy, or name of a bean of type RedundancyStrategy.
 * @param replication Options of the strategy of this name.
 */
public record RedundancyProperties(@DefaultValue(RedundancyProperties.SINGULARITY) String strategy,
        @DefaultValue ReplicationOptions replication) {

    static final String SINGULARITY = "singularity";

    static final String REPLICATION = "replication";

    static final List<String> BUILT_IN = List.of(SINGULARITY, REPLICATION);

    /**
     * Options of replication.
     *
     * @param factor Replicas of each child: a number, or cluster-size for one on each
     * member that runs the hub.
     * @param model What replicas are to each other.
     * @param signal Roles that children are told which implement RoleAware.
     */
    public record ReplicationOptions(@DefaultValue("2") String factor,
            @DefaultValue("active-active") Replication.Model model, @DefaultValue("none") Replication.Signal signal) {

        private Replication toStrategy() {
            return new Replication(Replication.Factor.of(this.factor), this.model, this.signal);
        }

    }

    @Nullable RedundancyStrategy builtIn() {
        return switch (this.strategy) {
            case SINGULARITY -> new Singularity();
            case REPLICATION -> this.replication.toStrategy();
            default -> null;
        };
    }

}
