package io.processhub;

import java.io.Serial;

/** Something that the hub could not do. */
public class ProcessHubException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ProcessHubException(String message) {
        super(message);
    }

    public ProcessHubException(String message, Throwable cause) {
        super(message, cause);
    }

}
