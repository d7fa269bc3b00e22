/**
 * A whole cluster in one thread: real coordinators, simulated map, network and children,
 * from a seed.
 */
@NullMarked
package io.processhub.simulation;

import org.jspecify.annotations.NullMarked;
