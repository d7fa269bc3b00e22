package io.processhub.sample;

import io.processhub.RedundancyStrategy;
import io.processhub.Role;
import io.processhub.coordination.HubSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Whether monitors have replicas that stand by, which is a matter of the whole hub. */
@Component
final class MonitorMode {

    private static final String ACTIVE_PASSIVE = "active-passive";

    private final RedundancyStrategy redundancy;

    MonitorMode(HubSettings settings) {
        this.redundancy = settings.redundancy();
    }

    /**
     * Makes sure that monitors are started in the mode that a caller wants.
     * @param mode what the caller wants, null if it did not say
     * @throws InvalidInputException if the hub runs them in another one
     */
    void require(@Nullable String mode) {
        if (mode == null) {
            return;
        }
        if (!mode.equals(ACTIVE_PASSIVE)) {
            throw new InvalidInputException("mode: " + mode + " (expected: " + ACTIVE_PASSIVE + ")");
        }
        if (this.redundancy.copies(2) < 2 || this.redundancy.role(1) != Role.PASSIVE) {
            throw new InvalidInputException("mode: " + mode + " (expected: no mode, or members that were all started"
                    + " with --spring.profiles.active=active-passive)");
        }
    }

}
