package io.processhub.runtime;

import java.time.Duration;

import io.processhub.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.core.ResolvableType;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Arguments as JSON and back, by a mapper of its own: how the application writes JSON
 * says nothing about how members of a cluster talk to each other.
 */
final class ArgsJson {

    private static final JsonMapper mapper = JsonMapper.builder()
        .addModule(new SimpleModule().addDeserializer(Duration.class, new AnyDuration()))
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .build();

    private ArgsJson() {
    }

    /** Writes and reads whatever travels between members. */
    static JsonMapper mapper() {
        return mapper;
    }

    /**
     * Arguments as JSON, after they were read back once. What came as text or as a map
     * must not have properties that the type lacks; in arguments of the type itself these
     * are harmless, being what it computes.
     * @param args an instance of the type, JSON, or anything that binds to the type
     * @throws ChildTypes.InvalidArgsException if they do not fit
     */
    static Json encode(@Nullable Object args, ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        if (args == null || Json.NULL.equals(args)) {
            return encodeNothing(raw);
        }
        if (raw == Void.class) {
            throw new ChildTypes.InvalidArgsException(ArgsError.shortened(args) + " (expected: none)");
        }
        JsonNode tree = tree(args);
        return write(bind(tree, type, !raw.isInstance(args) || raw == Object.class));
    }

    private static Json encodeNothing(Class<?> type) {
        if (type.isRecord()) {
            throw new ChildTypes.InvalidArgsException("none (expected: " + ArgsError.expected(type) + ")");
        }
        return Json.NULL;
    }

    private static JsonNode tree(Object args) {
        try {
            return (args instanceof Json json) ? mapper.readTree(json.text()) : mapper.valueToTree(args);
        }
        catch (JacksonException ex) {
            throw new ChildTypes.InvalidArgsException(ArgsError.ofText(args, ex));
        }
    }

    private static Object bind(JsonNode tree, ResolvableType type, boolean strict) {
        try {
            ObjectReader reader = mapper.readerFor(javaType(type));
            return (strict ? reader.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) : reader).readValue(tree);
        }
        catch (JacksonException ex) {
            throw new ChildTypes.InvalidArgsException(ArgsError.of(tree, type.resolve(Object.class), ex));
        }
    }

    private static Json write(Object args) {
        try {
            return new Json(mapper.writeValueAsString(args));
        }
        catch (JacksonException ex) {
            throw new ChildTypes.InvalidArgsException(ArgsError.ofText(args, ex));
        }
    }

    /**
     * Arguments from JSON that {@link #encode} wrote, perhaps on a member with a newer
     * version of their type: what the type lacks is ignored.
     * @throws ChildTypes.InvalidArgsException if they do not fit
     */
    static @Nullable Object decode(Json json, ResolvableType type) {
        return Json.NULL.equals(json) ? null : bind(tree(json), type, false);
    }

    private static JavaType javaType(ResolvableType type) {
        return (type.resolve() != null) ? mapper.constructType(type.getType()) : mapper.constructType(Object.class);
    }

    /** Reads durations as {@code application.yml} does. */
    private static final class AnyDuration extends ValueDeserializer<Duration> {

        @Override
        public @Nullable Duration deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString("");
            try {
                return DurationFormatterUtils.detectAndParse(text);
            }
            catch (IllegalArgumentException ex) {
                return (Duration) context.handleWeirdStringValue(Duration.class, text, "not a duration");
            }
        }

    }

}
