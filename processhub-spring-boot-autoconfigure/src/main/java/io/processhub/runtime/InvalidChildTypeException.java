package io.processhub.runtime;

import java.io.Serial;

import io.processhub.ProcessHubException;

/**
 * A class annotated with {@link io.processhub.HubProcess} cannot be a child type, or two
 * cannot be told apart.
 */
public final class InvalidChildTypeException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * What is wrong, and what to do about it.
     * @param message a sentence that names the classes
     * @param action what helps
     */
    public InvalidChildTypeException(String message, String action) {
        super(message);
        this.action = action;
    }

    /** What helps. */
    public String action() {
        return this.action;
    }

}
