package io.processhub.autoconfigure;

import java.time.Duration;

import io.processhub.coordination.RecoverySettings;
import io.processhub.durability.DurableTables;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What outlives all members. The same on all of them.
 *
 * @param store Where children are kept that outlive all members: nowhere, or in the
 * database of the application's DataSource.
 * @param initializeSchema Whether to create the tables that are missing when the
 * application starts: only in an embedded database, always, or never.
 * @param tablePrefix What names of tables begin with, a schema of the database included.
 * @param timeLimit How long the database may take for a start or stop before it is
 * refused.
 * @param checkpointDelay How long a checkpoint may wait for others to be written with it,
 * in whole seconds; what all members lose that end at the same moment. If 0, each is
 * written before it counts as kept.
 * @param clusterSettle How long the first members wait for the others before they take
 * over the children of an earlier life.
 * @param recoveryRate Children of an earlier life that one member takes over in a second.
 */
public record DurabilityProperties(@DefaultValue("none") Store store,
        @DefaultValue("embedded") SchemaInitialization initializeSchema,
        @DefaultValue(DurableTables.PREFIX) String tablePrefix, @DefaultValue("3s") Duration timeLimit,
        @DefaultValue("1s") Duration checkpointDelay, @DefaultValue("3s") Duration clusterSettle,
        @DefaultValue("500") int recoveryRate) {

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    private static final Duration LONGEST = Duration.ofSeconds(6);

    /** Where what outlives all members is kept. */
    public enum Store {

        /**
         * Nowhere: when all members have ended, only children of the configuration start.
         */
        NONE,

        /** In the database of the application's {@code DataSource}. */
        JDBC

    }

    /** When tables that are missing are created. */
    public enum SchemaInitialization {

        /** When the database lives in this JVM. */
        EMBEDDED,

        /** Whatever database it is. */
        ALWAYS,

        /** Not by the hub. */
        NEVER

    }

    /**
     * How children of an earlier life are taken over.
     * @throws IllegalArgumentException if it is refused
     */
    RecoverySettings toRecovery() {
        return new RecoverySettings(this.clusterSettle, this.recoveryRate);
    }

    /**
     * The tables.
     * @throws IllegalArgumentException if the prefix is refused
     */
    DurableTables toTables() {
        return new DurableTables(this.tablePrefix);
    }

    /**
     * The delay of checkpoints.
     * @throws IllegalArgumentException if it is refused
     */
    Duration checkedCheckpointDelay() {
        if (this.checkpointDelay.isNegative() || this.checkpointDelay.getNano() != 0
                || this.checkpointDelay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "checkpoint-delay: " + this.checkpointDelay + " (expected: whole seconds, at most 1 hour)");
        }
        return this.checkpointDelay;
    }

    /**
     * The time limit; less than a call to the registry map may take, so that a start is
     * refused and not left open.
     * @throws IllegalArgumentException if it is refused
     */
    Duration checkedTimeLimit() {
        if (!this.timeLimit.isPositive() || this.timeLimit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("time-limit: " + this.timeLimit + " (expected: more than 0, at most "
                    + LONGEST.toSeconds() + " s)");
        }
        return this.timeLimit;
    }

}
