package io.processhub;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/** The state of a child cannot be kept, handed over or taken over. */
public final class ChildStateException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ChildKey key;

    /**
     * Exception about a child.
     * @param problem what is wrong with its state
     * @param cause null if nothing else has failed
     */
    public ChildStateException(ChildKey key, String problem, @Nullable Throwable cause) {
        super("state of child '" + key + "': " + problem, cause);
        this.key = key;
    }

    public ChildKey key() {
        return this.key;
    }

}
