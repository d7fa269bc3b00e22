package io.processhub;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long calls by {@link ProcessHubOperations#client} wait for their answer: on an
 * interface for all its methods, on a method for this one.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CallTimeout {

    /** A duration as in {@code application.yml}, such as {@code 2s} or {@code 250ms}. */
    String value();

}
