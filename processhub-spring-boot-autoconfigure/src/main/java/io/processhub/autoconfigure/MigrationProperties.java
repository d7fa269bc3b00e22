package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.processhub.MigrationStrategy;
import io.processhub.migration.ColdSwap;
import io.processhub.migration.HotSwap;
import io.processhub.runtime.HandoverSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a child moves to another member.
 *
 * @param strategy Built-in strategy, or name of a bean of type MigrationStrategy.
 * @param coldSwap Options of the strategy of this name.
 * @param hotSwap Options of the strategy of this name.
 */
public record MigrationProperties(@DefaultValue(MigrationProperties.COLD_SWAP) String strategy,
        @DefaultValue ColdSwapOptions coldSwap, @DefaultValue HotSwapOptions hotSwap) {

    static final String COLD_SWAP = "cold-swap";

    static final String HOT_SWAP = "hot-swap";

    static final List<String> BUILT_IN = List.of(COLD_SWAP, HOT_SWAP);

    /**
     * Options of the cold swap.
     *
     * @param maxConcurrentMoves Children of one member that may be on their way at the
     * same time.
     */
    public record ColdSwapOptions(@DefaultValue("1000") int maxConcurrentMoves) {
    }

    /**
     * Options of the hot swap.
     *
     * @param retention Longest time the old one goes on beside the new one; without
     * handover only.
     * @param handover Whether a child that moves hands its state over.
     * @param handoverDataWait How long a child may take to export its state and to have
     * it kept, and to say whether it is ready to move.
     * @param onHandoverFailure What follows if the state of a child cannot be handed
     * over.
     * @param childMigrationTimeout How long the new owner may take to build the bean.
     * @param maxDeferTime How long a child may go on asking for time before it has to
     * move.
     * @param maxConcurrentMoves Children of one member that may be on their way at the
     * same time; four times as many when it leaves.
     */
    public record HotSwapOptions(@DefaultValue("5s") Duration retention, @DefaultValue("false") boolean handover,
            @DefaultValue("3s") Duration handoverDataWait,
            @DefaultValue("stay") HandoverSettings.OnFailure onHandoverFailure,
            @DefaultValue("10s") Duration childMigrationTimeout, @DefaultValue("10m") Duration maxDeferTime,
            @DefaultValue("64") int maxConcurrentMoves) {

        private HandoverSettings toHandover() {
            return new HandoverSettings(this.handoverDataWait, this.onHandoverFailure);
        }

        private HotSwap toStrategy() {
            return new HotSwap(this.retention, this.handover, this.childMigrationTimeout, this.maxDeferTime,
                    this.maxConcurrentMoves);
        }

    }

    /**
     * How children hand over their state, and how long their last checkpoint is awaited.
     * @throws IllegalArgumentException if it is refused
     */
    HandoverSettings handover() {
        return this.hotSwap.toHandover();
    }

    @Nullable MigrationStrategy builtIn() {
        return switch (this.strategy) {
            case COLD_SWAP -> new ColdSwap(this.coldSwap.maxConcurrentMoves);
            case HOT_SWAP -> this.hotSwap.toStrategy();
            default -> null;
        };
    }

}
