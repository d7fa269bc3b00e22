/** How many members must be together to run children. */
@NullMarked
package io.processhub.partition;

import org.jspecify.annotations.NullMarked;
