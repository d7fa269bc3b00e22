package io.processhub.autoconfigure;

import java.io.Serial;

import io.processhub.ProcessHubException;
import org.jspecify.annotations.Nullable;

/** What {@code processhub.durability} asks for cannot be had. */
final class DurabilityException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String action;

    DurabilityException(String problem, String action, @Nullable Throwable cause) {
        super(problem);
        this.action = action;
        if (cause != null) {
            initCause(cause);
        }
    }

    /** What to do about it. */
    String action() {
        return this.action;
    }

}
