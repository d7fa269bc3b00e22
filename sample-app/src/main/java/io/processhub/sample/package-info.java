/**
 * Uptime monitor: one supervised child for each monitored URL, on whichever member of the
 * cluster it belongs to.
 */
@NullMarked
package io.processhub.sample;

import org.jspecify.annotations.NullMarked;
