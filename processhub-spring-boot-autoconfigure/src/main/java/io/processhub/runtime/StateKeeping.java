package io.processhub.runtime;

import io.processhub.StateSerializer;

/**
 * How a hub keeps the state of its children.
 *
 * @param store where
 * @param serializer in which form
 * @param maxStateSize most bytes of one state, 1 to 1 GB
 * @param handover how it goes along when a child moves
 */
public record StateKeeping(StateStore store, StateSerializer serializer, int maxStateSize, HandoverSettings handover) {

    /** What {@code maxStateSize} is unless said otherwise: 1 MB. */
    public static final int DEFAULT_MAX_STATE_SIZE = 1 << 20;

    private static final int LARGEST = 1 << 30;

    public StateKeeping {
        if (maxStateSize < 1 || maxStateSize > LARGEST) {
            throw new IllegalArgumentException("max-state-size: " + maxStateSize + "B (expected: 1B to 1GB)");
        }
    }

}
