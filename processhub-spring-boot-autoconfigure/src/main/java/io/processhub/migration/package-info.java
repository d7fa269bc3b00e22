/** How children move. */
@NullMarked
package io.processhub.migration;

import org.jspecify.annotations.NullMarked;
