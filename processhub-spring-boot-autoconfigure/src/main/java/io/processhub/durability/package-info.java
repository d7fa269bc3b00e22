/** What outlives all members, in the application's database. */
@NullMarked
package io.processhub.durability;

import org.jspecify.annotations.NullMarked;
