/** How changes of the registry reach the views of the other members. */
@NullMarked
package io.processhub.synchronization;

import org.jspecify.annotations.NullMarked;
