/**
 * Loop, child threads and timers of a hub, and its ports to the cluster, the registry map
 * and the beans.
 */
@NullMarked
package io.processhub.runtime;

import org.jspecify.annotations.NullMarked;
