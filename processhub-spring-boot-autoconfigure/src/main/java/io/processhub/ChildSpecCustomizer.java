package io.processhub;

/**
 * Alters specs of children before each of their starts, on the member that starts them.
 * Beans of this type are asked in the order of their {@code @Order}, each on the child's
 * own thread with what the one before it has answered. The registry keeps the spec as it
 * was.
 */
@FunctionalInterface
public interface ChildSpecCustomizer {

    /**
     * The spec to start with: the same child and type, with other arguments or metadata
     * perhaps.
     * @throws RuntimeException if the child must not start like this; that start has
     * failed then
     */
    ChildSpec customize(ChildSpec spec);

}
