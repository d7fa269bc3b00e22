/**
 * What applications say and hear: template, specs, results, contexts, strategy contracts.
 */
@NullMarked
package io.processhub;

import org.jspecify.annotations.NullMarked;
