/** Clusters of real JVMs, and what is measured with them. */
@NullMarked
package io.processhub.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
