/** Who owns a child: consistent hashing. */
@NullMarked
package io.processhub.distribution;

import org.jspecify.annotations.NullMarked;
