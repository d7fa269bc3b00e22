package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.processhub.DistributionStrategy;
import io.processhub.MigrationStrategy;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.RedundancyStrategy;
import io.processhub.SynchronizationStrategy;
import io.processhub.coordination.HubSettings;
import io.processhub.runtime.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Finds the strategies that the properties name: built-in ones, or beans of the
 * application.
 */
final class Strategies {

    private final ProcessHubProperties properties;

    private final ListableBeanFactory beans;

    Strategies(ProcessHubProperties properties, ListableBeanFactory beans) {
        this.properties = properties;
        this.beans = beans;
    }

    HubSettings settings() {
        requireName(this.properties.hubId());
        if (this.properties.shutdownTimeout().isNegative()) {
            throw Setting.invalid("processhub.shutdown-timeout", this.properties.shutdownTimeout(),
                    this.properties.shutdownTimeout() + " (expected: 0 or more)", null);
        }
        return new HubSettings(this.properties.hubId(), distribution(), redundancy(), migration(), synchronization(),
                partitionTolerance(), Setting.under("processhub", this.properties::toLease),
                Setting.under("processhub.restart", this.properties.restart()::toPolicy))
            .with(Setting.under("processhub.durability", this.properties.durability()::toRecovery));
    }

    /** The other characters have a meaning in names of Hazelcast's maps. */
    private static void requireName(String hubId) {
        if (hubId.isBlank()) {
            throw Setting.invalid("processhub.hub-id", hubId, "blank (expected: a name)", null);
        }
        if (hubId.contains("@") || hubId.contains("*")) {
            throw Setting.invalid("processhub.hub-id", hubId, hubId + " (expected: a name without @ and *)", null);
        }
    }

    private DistributionStrategy distribution() {
        var chosen = this.properties.distribution();
        return find(new Choice("distribution", chosen.strategy(), DistributionProperties.BUILT_IN),
                DistributionStrategy.class, chosen::builtIn);
    }

    private RedundancyStrategy redundancy() {
        var chosen = this.properties.redundancy();
        return find(new Choice("redundancy", chosen.strategy(), RedundancyProperties.BUILT_IN),
                RedundancyStrategy.class, chosen::builtIn);
    }

    private MigrationStrategy migration() {
        var chosen = this.properties.migration();
        return find(new Choice("migration", chosen.strategy(), MigrationProperties.BUILT_IN), MigrationStrategy.class,
                chosen::builtIn);
    }

    private SynchronizationStrategy synchronization() {
        var chosen = this.properties.synchronization();
        return find(new Choice("synchronization", chosen.strategy(), ProcessHubProperties.Synchronization.BUILT_IN),
                SynchronizationStrategy.class, chosen::builtIn);
    }

    private PartitionToleranceStrategy partitionTolerance() {
        var chosen = this.properties.partitionTolerance();
        return find(new Choice("partition-tolerance", chosen.strategy(), PartitionToleranceProperties.BUILT_IN),
                PartitionToleranceStrategy.class, chosen::builtIn);
    }

    private <S> S find(Choice choice, Class<S> contract, Supplier<@Nullable S> builtIn) {
        S strategy = Setting.<@Nullable S>under(choice.options(), builtIn);
        if (strategy != null) {
            return strategy;
        }
        if (this.beans.containsBean(choice.id()) && this.beans.isTypeMatch(choice.id(), contract)) {
            return this.beans.getBean(choice.id(), contract);
        }
        throw choice.unknown(contract.getSimpleName(), List.of(this.beans.getBeanNamesForType(contract)));
    }

    /**
     * What the properties say about one kind of strategy.
     *
     * @param kind part of the property's name
     * @param id strategy that was chosen
     * @param builtIn ids there are
     */
    private record Choice(String kind, String id, List<String> builtIn) {

        String options() {
            return "processhub." + this.kind + "." + this.id;
        }

        RuntimeException unknown(String contract, List<String> beans) {
            List<String> known = new ArrayList<>(this.builtIn);
            known.addAll(beans);
            return Setting.invalid("processhub." + this.kind + ".strategy", this.id,
                    "There is no strategy '" + this.id + "' (expected: " + String.join(", ", this.builtIn)
                            + beanText(contract, beans) + ")" + Suggestion.didYouMean(this.id, known),
                    null);
        }

        private static String beanText(String contract, List<String> beans) {
            return ", or the name of a bean of type " + contract
                    + (beans.isEmpty() ? ", of which there is none" : ": " + String.join(", ", beans));
        }

    }

}
