package io.processhub.runtime;

import java.io.IOException;
import java.lang.reflect.Type;

import io.processhub.StateSerializer;

import tools.jackson.databind.json.JsonMapper;

/**
 * States as JSON: records, {@code java.time}, and whatever else Jackson knows. Ignores
 * what a state of another version of the application has in addition.
 */
public final class JsonStateSerializer implements StateSerializer {

    private static final JsonMapper mapper = ArgsJson.mapper();

    @Override
    public byte[] serialize(Object state) {
        return mapper.writeValueAsBytes(state);
    }

    @Override
    public Object deserialize(byte[] bytes, Type type) throws IOException {
        Object state = mapper.readValue(bytes, mapper.constructType(type));
        if (state == null) {
            throw new IOException("null (expected: " + type.getTypeName() + ")");
        }
        return state;
    }

}
