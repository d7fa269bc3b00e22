package io.processhub;

import java.io.Serial;

/** The hub was not started yet, or has been stopped. */
public final class HubNotRunningException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    public HubNotRunningException(String hubId) {
        super("hub '" + hubId + "' is not running on this member: it starts with the application context and stops"
                + " with it, or by stopHub(); call it after ApplicationReadyEvent, or ask isAlive() first");
    }

}
