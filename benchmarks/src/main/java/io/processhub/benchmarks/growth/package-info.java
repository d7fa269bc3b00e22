/** How costs grow with the number of children and members. */
@NullMarked
package io.processhub.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
