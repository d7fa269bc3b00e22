/** How many replicas a child has, and their roles. */
@NullMarked
package io.processhub.redundancy;

import org.jspecify.annotations.NullMarked;
