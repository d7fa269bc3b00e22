/**
 * What this member does next: signals in, effects out. Pure: no thread, clock,
 * randomness, Spring or Hazelcast.
 */
@NullMarked
package io.processhub.coordination;

import org.jspecify.annotations.NullMarked;
