package io.processhub.redundancy;

import io.processhub.RedundancyStrategy;
import io.processhub.Role;

/**
 * Several replicas of each child, on as many members.
 *
 * @param factor how many
 * @param model what they are to each other
 * @param signal which roles children are told
 */
public record Replication(Factor factor, Model model, Signal signal) implements RedundancyStrategy {

    /**
     * How many replicas there are.
     *
     * @param copies fixed number, 1 to {@value #MOST}; 0 stands for as many as there are
     * members that run the hub
     */
    public record Factor(int copies) {

        /** Most replicas that can be asked for by number. */
        public static final int MOST = 100;

        /** One replica on each member that runs the hub. */
        public static final Factor CLUSTER_SIZE = new Factor(0);

        static final String CLUSTER_SIZE_TEXT = "cluster-size";

        public Factor {
            if (copies < 0 || copies > MOST) {
                throw refused(Integer.toString(copies));
            }
        }

        /**
         * Reads a number from 1, or {@code cluster-size}.
         * @throws IllegalArgumentException if it is neither
         */
        public static Factor of(String text) {
            if (text.equals(CLUSTER_SIZE_TEXT)) {
                return CLUSTER_SIZE;
            }
            if (!text.matches("[1-9][0-9]{0,2}")) {
                throw refused(text);
            }
            return new Factor(Integer.parseInt(text));
        }

        private static IllegalArgumentException refused(String value) {
            return new IllegalArgumentException(
                    "factor: " + value + " (expected: a number from 1 to " + MOST + ", or " + CLUSTER_SIZE_TEXT + ")");
        }

    }

    /** What replicas are to each other. */
    public enum Model {

        /** All do the work. */
        ACTIVE_ACTIVE,

        /** One does the work, the others stand by. */
        ACTIVE_PASSIVE

    }

    /** Roles that children are told. */
    public enum Signal {

        /** None: they read them. */
        NONE,

        /** That they are active. */
        ACTIVE,

        /** That they are passive. */
        PASSIVE,

        /** Both. */
        ALL

    }

    @Override
    public int copies(int members) {
        return (this.factor.copies != 0) ? this.factor.copies : Math.max(1, members);
    }

    @Override
    public Role role(int owner) {
        return (owner == 0 || this.model == Model.ACTIVE_ACTIVE) ? Role.ACTIVE : Role.PASSIVE;
    }

    @Override
    public boolean signals(Role role) {
        return switch (this.signal) {
            case NONE -> false;
            case ACTIVE -> role == Role.ACTIVE;
            case PASSIVE -> role == Role.PASSIVE;
            case ALL -> true;
        };
    }

}
