package io.processhub.hazelcast;

import java.io.Serial;

import io.processhub.ProcessHubException;

/** No port to listen on: all that were allowed are in use. */
public final class HazelcastPortInUseException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String address;

    private final int firstPort;

    private final int lastPort;

    HazelcastPortInUseException(String address, int firstPort, int lastPort, Throwable cause) {
        super(((firstPort == lastPort) ? "port " + firstPort + " of " + address + " is"
                : "ports " + firstPort + " to " + lastPort + " of " + address + " are all")
                + " in use by other processes; end them, or choose another port", cause);
        this.address = address;
        this.firstPort = firstPort;
        this.lastPort = lastPort;
    }

    public String address() {
        return this.address;
    }

    public int firstPort() {
        return this.firstPort;
    }

    public int lastPort() {
        return this.lastPort;
    }

}
