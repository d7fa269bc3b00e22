package io.processhub.actuate;

import io.processhub.Hub;
import io.processhub.ProcessHubOperations;
import io.processhub.runtime.HubParts;
import io.processhub.runtime.HubProfile;

/**
 * A hub that operators look at and act on.
 *
 * @param profile its settings
 * @param hub what is known of it on this member
 * @param operations the same hub, as applications see it
 */
public record OperatedHub(HubProfile profile, Hub hub, ProcessHubOperations operations) {

    static OperatedHub of(HubParts parts) {
        return new OperatedHub(parts.profile(), parts.hub(), parts.operations());
    }

    String id() {
        return this.profile.hubId();
    }

}
