package io.processhub.runtime;

import java.util.List;

import io.processhub.ChildProcess;
import io.processhub.ChildSpec;
import io.processhub.Json;
import org.jspecify.annotations.Nullable;

/**
 * Port to the beans: which child types this member knows, and instances of them. May be
 * used from any thread.
 */
public interface ChildTypes {

    /** Names of the child types, sorted. */
    List<String> names();

    /**
     * Arguments of a spec as JSON, after a check that they fit its type.
     * @throws InvalidArgsException if they do not
     * @throws UnknownTypeException if there is no such type
     */
    Json encode(ChildSpec spec);

    /**
     * The spec that a child starts with. Runs on the child's own thread.
     * @throws RuntimeException if it must not start
     */
    default ChildSpec customize(ChildSpec spec) {
        return spec;
    }

    /** Whether children of a type may have state; true if it is not known here. */
    default boolean hasState(String type) {
        return true;
    }

    /**
     * Builds a bean for one incarnation of a child, and its arguments. Runs on the
     * child's own thread.
     * @throws Exception whatever kept the bean from being built
     */
    Instance create(ChildSpec spec) throws Exception;

    /** A bean for one incarnation. */
    interface Instance {

        ChildProcess<@Nullable Object> process();

        @Nullable Object args();

        /** Calls the destroy callbacks of the bean. */
        void destroy();

    }

    /** The arguments of a spec do not fit its type. */
    final class InvalidArgsException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        public InvalidArgsException(String message) {
            super(message);
        }

    }

    /** No child type has the name of a spec's type. */
    final class UnknownTypeException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        public UnknownTypeException(String message) {
            super(message);
        }

    }

}
