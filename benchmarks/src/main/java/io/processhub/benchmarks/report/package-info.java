/** Figures, and the table they end in. */
@NullMarked
package io.processhub.benchmarks.report;

import org.jspecify.annotations.NullMarked;
