/** The hub's ports to the cluster and to the registry map, on Hazelcast. */
@NullMarked
package io.processhub.hazelcast;

import org.jspecify.annotations.NullMarked;
