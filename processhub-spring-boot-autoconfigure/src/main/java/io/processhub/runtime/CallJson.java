package io.processhub.runtime;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Arguments and replies of calls as JSON and back. */
final class CallJson {

    private static final JsonMapper mapper = ArgsJson.mapper();

    private CallJson() {
    }

    /**
     * Writes a value.
     * @throws JacksonException if it cannot be JSON
     */
    static String write(@Nullable Object value) {
        return mapper.writeValueAsString(value);
    }

    /**
     * Reads a value.
     * @throws JacksonException if it does not fit the type
     */
    static @Nullable Object read(String json, Type type) {
        return (type == void.class || type == Void.class) ? null : mapper.readValue(json, mapper.constructType(type));
    }

    /**
     * Reads the values of an array, each as one type.
     * @throws JacksonException if one does not fit its type
     */
    static @Nullable Object[] readAll(String json, Type[] types) {
        JsonNode array = mapper.readTree(json);
        @Nullable Object[] values = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            JsonNode node = array.path(i);
            values[i] = node.isNull() || node.isMissingNode() ? null
                    : mapper.readerFor(mapper.constructType(types[i])).readValue(node);
        }
        return values;
    }

}
