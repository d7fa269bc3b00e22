package io.processhub.runtime;

import java.time.Duration;

/**
 * How a child hands over its state when it moves.
 *
 * @param dataWait how long a child may take to export its state and to have it kept; also
 * how long it may take to say whether it is ready to move, and how long its last
 * checkpoint is awaited when it ends; more than 0
 * @param onFailure what follows if it does not succeed
 */
public record HandoverSettings(Duration dataWait, OnFailure onFailure) {

    public static final HandoverSettings DEFAULT = new HandoverSettings(Duration.ofSeconds(3), OnFailure.STAY);

    /** What follows if the state of a child cannot be handed over. */
    public enum OnFailure {

        /** The child goes on where it is. */
        STAY,

        /** It moves, and begins there from its last checkpoint, or anew. */
        MOVE_WITHOUT_STATE

    }

    public HandoverSettings {
        if (!dataWait.isPositive()) {
            throw new IllegalArgumentException("handover-data-wait: " + dataWait + " (expected: more than 0)");
        }
    }

}
