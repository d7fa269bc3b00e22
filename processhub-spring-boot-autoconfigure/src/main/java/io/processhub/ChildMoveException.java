package io.processhub;

import java.io.Serial;

/** A child was not moved; it goes on where it is. */
public final class ChildMoveException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A move that failed.
     * @param reason why, as a clause
     */
    public ChildMoveException(ChildKey key, String reason) {
        super("child '" + key + "' was not moved: " + reason);
    }

}
