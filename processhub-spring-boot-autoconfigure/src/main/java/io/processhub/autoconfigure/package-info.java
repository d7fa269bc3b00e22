/** Auto-configuration of the hub: beans and properties. */
@NullMarked
package io.processhub.autoconfigure;

import org.jspecify.annotations.NullMarked;
