package io.processhub.runtime;

import java.io.Serial;

/**
 * The durable store did not take a change, or did not answer: surely nothing was changed.
 */
public final class NotStoredException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotStoredException(String message) {
        super(message);
    }

}
