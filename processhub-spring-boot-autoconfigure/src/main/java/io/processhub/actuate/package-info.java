/** What operators are shown of a hub. */
@NullMarked
package io.processhub.actuate;

import org.jspecify.annotations.NullMarked;
