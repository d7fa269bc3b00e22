package io.processhub;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/** Something that the hub could not do. */
public class ProcessHubException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ProcessHubException(String message) {
        super(message);
    }

    public ProcessHubException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
