package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.RestartPolicy;
import io.processhub.StateSerializer;
import io.processhub.SynchronizationStrategy;
import io.processhub.coordination.LeaseSettings;
import io.processhub.runtime.HandoverSettings;
import io.processhub.runtime.StateKeeping;
import io.processhub.runtime.StateStore;
import io.processhub.synchronization.Gossip;
import io.processhub.synchronization.PubSub;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the hub.
 *
 * @param enabled Whether this application runs a hub.
 * @param hubId Name of the hub; members with the same one share their children.
 * @param distribution Who owns a child.
 * @param redundancy How many replicas a child has.
 * @param migration How a child moves to another member.
 * @param synchronization How changes of the registry reach the other members.
 * @param partitionTolerance How many members must be together to run children.
 * @param leaseDuration How long a member runs children after a quorum has last confirmed
 * it; the same on all members.
 * @param takeover When children of a lost member are taken over.
 * @param restart What follows the end of a child that nobody asked to stop.
 * @param durability What outlives all members.
 * @param maxStateSize Most bytes that the state of a child may have when it is handed
 * over or kept by a checkpoint.
 * @param shutdownTimeout Longest time children may take to move to other members when the
 * application stops.
 * @param cluster How members find and reach each other.
 * @param children Children that are started with the hub unless they exist already.
 */
@ConfigurationProperties("processhub")
public record ProcessHubProperties(@DefaultValue("true") boolean enabled, @DefaultValue("default") String hubId,
        @DefaultValue @NestedConfigurationProperty DistributionProperties distribution,
        @DefaultValue @NestedConfigurationProperty RedundancyProperties redundancy,
        @DefaultValue @NestedConfigurationProperty MigrationProperties migration,
        @DefaultValue Synchronization synchronization,
        @DefaultValue @NestedConfigurationProperty PartitionToleranceProperties partitionTolerance,
        @DefaultValue("1s") Duration leaseDuration, @DefaultValue Takeover takeover,
        @DefaultValue @NestedConfigurationProperty RestartProperties restart,
        @DefaultValue @NestedConfigurationProperty DurabilityProperties durability,
        @DefaultValue("1MB") DataSize maxStateSize, @DefaultValue("60s") Duration shutdownTimeout,
        @DefaultValue @NestedConfigurationProperty ClusterProperties cluster, @DefaultValue List<Child> children) {

    public ProcessHubProperties {
        children = List.copyOf(children);
    }

    /**
     * How long members may run children unconfirmed.
     * @throws IllegalArgumentException if it is refused
     */
    LeaseSettings toLease() {
        return new LeaseSettings(this.leaseDuration, this.takeover.trustConnectionRefused);
    }

    /**
     * How the state of children is kept.
     * @throws InvalidConfigurationPropertyValueException if a setting is refused
     */
    StateKeeping toKeeping(StateStore store, StateSerializer serializer) {
        HandoverSettings handover = Setting.under("processhub.migration.hot-swap", this.migration::handover);
        return Setting.under("processhub", () -> new StateKeeping(store, serializer,
                Math.clamp(this.maxStateSize.toBytes(), -1, Integer.MAX_VALUE), handover));
    }

    /** Names of the strategies by their kind. */
    Map<String, String> strategiesByKind() {
        Map<String, String> strategies = new LinkedHashMap<>();
        strategies.put("distribution", this.distribution.strategy());
        strategies.put("redundancy", this.redundancy.strategy());
        strategies.put("migration", this.migration.strategy());
        strategies.put("synchronization", this.synchronization.strategy);
        strategies.put("partition-tolerance", this.partitionTolerance.strategy());
        return strategies;
    }

    /** Names of the strategies. */
    List<String> strategies() {
        return List.copyOf(strategiesByKind().values());
    }

    /**
     * How changes of the registry reach the other members.
     *
     * @param strategy Built-in strategy, or name of a bean of type
     * SynchronizationStrategy.
     * @param pubsub Options of the strategy of this name.
     * @param gossip Options of the strategy of this name.
     */
    public record Synchronization(@DefaultValue(Synchronization.PUBSUB) String strategy,
            @DefaultValue PubSubOptions pubsub, @DefaultValue GossipOptions gossip) {

        static final String PUBSUB = "pubsub";

        static final String GOSSIP = "gossip";

        static final List<String> BUILT_IN = List.of(PUBSUB, GOSSIP);

        /**
         * Options of publishing.
         *
         * @param syncInterval Time between two comparisons of what the members know,
         * which find what was missed.
         */
        public record PubSubOptions(@DefaultValue("15s") Duration syncInterval) {
        }

        /**
         * Options of gossip.
         *
         * @param recipients Members to which a member passes on news in each round.
         * @param restrictedInit Whether a joining member is not given a full copy at
         * first, but only what still differs at a later comparison.
         * @param interval Time between two rounds.
         * @param syncInterval Time between two comparisons of what the members know,
         * which find what was missed.
         */
        public record GossipOptions(@DefaultValue("3") int recipients, @DefaultValue("false") boolean restrictedInit,
                @DefaultValue("100ms") Duration interval, @DefaultValue("15s") Duration syncInterval) {

            private Gossip toStrategy() {
                return new Gossip(this.recipients, this.restrictedInit, this.interval, this.syncInterval);
            }

        }

        @Nullable SynchronizationStrategy builtIn() {
            return switch (this.strategy) {
                case PUBSUB -> new PubSub(this.pubsub.syncInterval);
                case GOSSIP -> this.gossip.toStrategy();
                default -> null;
            };
        }

    }

    /**
     * When children of a lost member are taken over.
     *
     * @param trustConnectionRefused Whether a member whose connections have ended counts
     * as dead at once, so that nobody waits for the end of its lease; safe where nothing
     * but the end of a process ends connections.
     */
    public record Takeover(@DefaultValue("false") boolean trustConnectionRefused) {
    }

    /**
     * A child that is started with the hub. Its arguments are bound to the arguments of
     * its type, from {@code processhub.children[n].args}.
     *
     * @param id Name of the child.
     * @param type Child type, the value of a {@code @HubProcess} annotation.
     * @param labels Labels that a member must have to run it.
     * @param members Names of the members it is bound to, for the guided strategy.
     * @param tags Words to find it by.
     * @param metadata What the application wants to know of it.
     * @param restart Which ends call for a restart; what processhub.restart says if not
     * set.
     * @param shutdown Time it has to end after its interrupt before it is reported as
     * stuck.
     */
    public record Child(@Nullable String id, @Nullable String type, @DefaultValue Map<String, String> labels,
            @DefaultValue List<String> members, @DefaultValue List<String> tags,
            @DefaultValue Map<String, String> metadata, RestartPolicy.@Nullable Mode restart,
            @DefaultValue("5s") Duration shutdown) {
    }

}
