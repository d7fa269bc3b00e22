/** What follows the end of an incarnation: restart after a delay, removal, or parking. */
@NullMarked
package io.processhub.restart;

import org.jspecify.annotations.NullMarked;
