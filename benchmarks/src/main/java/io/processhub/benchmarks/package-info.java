/** What ProcessHub costs. */
@NullMarked
package io.processhub.benchmarks;

import org.jspecify.annotations.NullMarked;
