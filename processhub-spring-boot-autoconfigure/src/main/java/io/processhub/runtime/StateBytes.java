package io.processhub.runtime;

import java.lang.reflect.Type;

import io.processhub.ChildKey;
import io.processhub.ChildStateException;
import io.processhub.StateSerializer;
import org.jspecify.annotations.Nullable;

/** States of children as bytes that are not too many, and back. */
final class StateBytes {

    private final StateSerializer serializer;

    private final int maxSize;

    StateBytes(StateSerializer serializer, int maxSize) {
        this.serializer = serializer;
        this.maxSize = maxSize;
    }

    /**
     * The bytes of a state.
     * @throws ChildStateException if there is none, it cannot be written or is too large
     */
    byte[] write(ChildKey key, @Nullable Object state) {
        if (state == null) {
            throw new ChildStateException(key, "null (expected: a state)", null);
        }
        byte[] bytes = serialize(key, state);
        if (bytes.length > this.maxSize) {
            throw new ChildStateException(key, bytes.length + " bytes (expected: at most " + this.maxSize
                    + ", which is processhub.max-state-size)", null);
        }
        return bytes;
    }

    private byte[] serialize(ChildKey key, Object state) {
        try {
            return this.serializer.serialize(state);
        }
        catch (Exception | LinkageError | StackOverflowError ex) {
            throw new ChildStateException(key,
                    state.getClass().getName() + " cannot be serialised: " + FailureText.of(ex), ex);
        }
    }

    /**
     * The state of which these are the bytes.
     * @throws ChildStateException if they cannot be read as that
     */
    Object read(ChildKey key, byte[] bytes, Type type) {
        try {
            return this.serializer.deserialize(bytes, type);
        }
        catch (Exception | LinkageError | StackOverflowError ex) {
            throw new ChildStateException(key,
                    bytes.length + " bytes cannot be read as " + type.getTypeName() + ": " + FailureText.of(ex), ex);
        }
    }

}
