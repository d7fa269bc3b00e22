package io.processhub;

import java.lang.reflect.Type;

/**
 * How the state of children becomes bytes, and state again, perhaps on another member and
 * in a later version of the application. An application bean of this type takes the place
 * of the built-in one, which writes JSON; it must be the same on all members. Called from
 * any thread.
 */
public interface StateSerializer {

    /**
     * The bytes of a state.
     * @return an array that nobody changes afterwards
     * @throws Exception if it cannot be written
     */
    byte[] serialize(Object state) throws Exception;

    /**
     * The state of which these are the bytes.
     * @param type the {@code S} of the child's {@link Handover}
     * @return not null
     * @throws Exception if they cannot be read as that
     */
    Object deserialize(byte[] bytes, Type type) throws Exception;

}
