package io.processhub;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes a {@link ChildProcess} a child type of the hub. The class becomes a prototype
 * bean, found by the application's own component scan: one instance for each incarnation
 * of a child, with constructor injection, destroyed when the incarnation ends.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
@Scope("prototype")
@Qualifier
public @interface HubProcess {

    /**
     * Child type: the name that specs and {@code application.yml} use; unique in the hub.
     * A qualifier of the bean, not its name, which Spring would make of it without the
     * alias.
     */
    @AliasFor(annotation = Qualifier.class, attribute = "value")
    String value();

    /**
     * Name of the only hub whose children may be of this type, where an application has
     * several; all of them if empty. Types of different hubs may have the same name.
     */
    String hub() default "";

}
