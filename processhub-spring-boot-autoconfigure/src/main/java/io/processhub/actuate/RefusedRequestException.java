package io.processhub.actuate;

import java.io.Serial;

import io.processhub.ProcessHubException;

/** A request that cannot be answered as it stands. */
final class RefusedRequestException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    static final int NOT_FOUND = 404;

    static final int CONFLICT = 409;

    static final int UNAVAILABLE = 503;

    static final int TIMED_OUT = 504;

    private final int status;

    RefusedRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return this.status;
    }

}
