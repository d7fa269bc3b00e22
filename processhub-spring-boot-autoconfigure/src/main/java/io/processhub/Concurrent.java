package io.processhub;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets calls of a {@link HubProcess} run at the same time, each on a virtual thread of
 * its own. Without it they run one after the other, in the order in which each caller
 * made them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Concurrent {

}
