package io.processhub.runtime;

import io.processhub.ProcessHubOperations;

/**
 * What belongs to one hub of an application.
 *
 * @param profile what people are told of its settings
 * @param hub what is known of it on this member
 * @param operations the same hub, as applications see it
 * @param lifecycle whoever starts and stops it
 * @param types child types that it knows on this member
 */
public record HubParts(HubProfile profile, LocalHub hub, ProcessHubOperations operations, HubLifecycle lifecycle,
        ChildTypes types) {

}
