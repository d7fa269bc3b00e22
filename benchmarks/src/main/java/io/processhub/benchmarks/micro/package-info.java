/** Single operations, measured by JMH. */
@NullMarked
package io.processhub.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
