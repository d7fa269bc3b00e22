package io.processhub;

import java.io.Serial;

/** At least one child of a start was not started. */
public final class ChildStartException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient StartResult result;

    public ChildStartException(StartResult result) {
        super(ErrorText.of("started", result.errors())
                + (result.rolledBack() ? "; the others were stopped again" : ""));
        this.result = result;
    }

    public StartResult result() {
        return this.result;
    }

}
