package io.processhub.runtime;

import java.util.Optional;

import io.processhub.HubNotRunningException;
import io.processhub.NoQuorumException;
import io.processhub.coordination.HubCoordinator;
import org.jspecify.annotations.Nullable;

/**
 * Whether a hub takes requests: from its start to its stop or its end, and only while
 * there is a quorum. May be used from any thread.
 */
final class Gate {

    private final String hubId;

    private final HubCoordinator coordinator;

    private volatile boolean open;

    private volatile @Nullable String endedBecause;

    /** Gate that is closed. */
    Gate(String hubId, HubCoordinator coordinator) {
        this.hubId = hubId;
        this.coordinator = coordinator;
    }

    void open() {
        this.open = true;
    }

    void close() {
        this.open = false;
    }

    /** Closes for good, although nobody has stopped the hub. */
    void end(String reason) {
        this.endedBecause = reason;
        this.open = false;
    }

    boolean isOpen() {
        return this.open;
    }

    Optional<String> endedBecause() {
        return Optional.ofNullable(this.endedBecause);
    }

    /** Throws if the hub does not run. */
    void requireOpen() {
        if (!this.open) {
            throw closed();
        }
    }

    /** Throws if the hub does not run, or has no quorum. */
    void requireRequests() {
        requireOpen();
        if (this.coordinator.isRefusing()) {
            throw new NoQuorumException(this.hubId, this.coordinator.quorum());
        }
    }

    HubNotRunningException closed() {
        return new HubNotRunningException(this.hubId);
    }

}
