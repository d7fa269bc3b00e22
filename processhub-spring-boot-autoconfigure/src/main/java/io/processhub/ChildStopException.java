package io.processhub;

import java.io.Serial;

/** At least one child of a stop was not stopped. */
public final class ChildStopException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient StopResult result;

    public ChildStopException(StopResult result) {
        super(ErrorText.of("stopped", result.errors()));
        this.result = result;
    }

    public StopResult result() {
        return this.result;
    }

}
