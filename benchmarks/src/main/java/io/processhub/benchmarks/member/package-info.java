/** A member of a cluster that is measured: a JVM that obeys lines of text. */
@NullMarked
package io.processhub.benchmarks.member;

import org.jspecify.annotations.NullMarked;
