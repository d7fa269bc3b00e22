package io.processhub.runtime;

import io.processhub.ChildProcess;
import io.processhub.HubProcess;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * One class annotated with {@link HubProcess}, as a bean definition of the application.
 *
 * @param name value of the annotation
 * @param beanName bean that is built for each incarnation
 * @param type its class
 * @param argsType what {@code A} of its {@code ChildProcess<A>} stands for
 */
record ChildType(String name, String beanName, Class<?> type, ResolvableType argsType) {

    /**
     * Looks at a bean definition.
     * @param type class of the bean, annotated with {@link HubProcess}
     * @throws InvalidChildTypeException if it cannot be a child type
     */
    static ChildType of(String name, String beanName, Class<?> type, ConfigurableListableBeanFactory beans) {
        if (name.isBlank()) {
            throw new InvalidChildTypeException("The child type of " + type.getName() + " has a blank name.",
                    "Give its @HubProcess annotation a name, such as @HubProcess(\"price-feed\").");
        }
        if (!ChildProcess.class.isAssignableFrom(type)) {
            throw new InvalidChildTypeException(
                    "Child type '" + name + "': " + type.getName() + " is annotated with @HubProcess but is no "
                            + ChildProcess.class.getSimpleName() + ".",
                    "Let it implement " + ChildProcess.class.getName()
                            + "<A>, where A is a record with its arguments, or Void if it takes none.");
        }
        if (!beans.isPrototype(beanName)) {
            throw new InvalidChildTypeException(
                    "Child type '" + name + "': bean '" + beanName + "' of " + type.getName() + " has the scope '"
                            + beans.getMergedBeanDefinition(beanName).getScope()
                            + "', so that all its children would share one instance.",
                    "Each incarnation of a child needs an instance of its own: remove the other @Scope annotation,"
                            + " or add @Scope(\"prototype\") to the @Bean method.");
        }
        return new ChildType(name, beanName, type, argsType(type));
    }

    private static ResolvableType argsType(Class<?> type) {
        return ResolvableType.forClass(type).as(ChildProcess.class).getGeneric(0);
    }

    boolean takesArgs() {
        return this.argsType.resolve() != Void.class;
    }

    /** The class and its bean, for people. */
    String description() {
        return this.type.getName() + " (bean '" + this.beanName + "')";
    }

}
