/** How long it takes to move children with their states. */
@NullMarked
package io.processhub.benchmarks.moves;

import org.jspecify.annotations.NullMarked;
