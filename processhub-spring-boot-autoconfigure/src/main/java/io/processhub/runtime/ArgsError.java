package io.processhub.runtime;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.processhub.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * What is wrong with arguments, in one sentence: which property, its value, and what was
 * expected.
 */
final class ArgsError {

    private static final int LONGEST = 80;

    private ArgsError() {
    }

    /** Why text is no JSON, or an object cannot become JSON. */
    static String ofText(Object args, JacksonException ex) {
        String what = (args instanceof Json json) ? shortened(json) + " (expected: JSON; "
                : args.getClass().getName() + " (expected: what JSON can carry; " + location(ex, ": ");
        return what + rootMessage(ex) + ")";
    }

    /** Why a tree does not bind to a type. */
    static String of(JsonNode tree, Class<?> type, JacksonException ex) {
        String path = location(ex, "");
        if (ex instanceof UnrecognizedPropertyException unknown) {
            return unknown(path, unknown.getPropertyName(),
                    unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
        }
        Throwable thrown = ownFailure(ex);
        if (thrown != null) {
            String misspelt = path.isEmpty() ? unknownProperty(tree, type) : null;
            if (misspelt != null) {
                return unknown(misspelt, misspelt, properties(type));
            }
            String text = (thrown instanceof IllegalArgumentException) ? thrown.getMessage() : thrown.toString();
            return path.isEmpty() ? String.valueOf(text) : path + "." + text;
        }
        Class<?> target = (ex instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null)
                ? mismatch.getTargetType() : type;
        return (path.isEmpty() ? "" : path + ": ") + shortened(valueAt(tree, ex)) + " (expected: " + expected(target)
                + ")";
    }

    private static String unknown(String path, String name, List<String> known) {
        return path + ": no such property (expected: one of " + known + Suggestion.didYouMean(name, known) + ")";
    }

    /**
     * Jackson calls a record's constructor before it looks for what is left: a misspelt
     * name comes out as a null.
     */
    private static @Nullable String unknownProperty(JsonNode tree, Class<?> type) {
        return type.isRecord() ? tree.propertyNames()
            .stream()
            .filter((name) -> !properties(type).contains(name))
            .findFirst()
            .orElse(null) : null;
    }

    private static List<String> properties(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    /** What the type's own constructor threw. */
    private static @Nullable Throwable ownFailure(JacksonException ex) {
        Throwable cause = ex.getCause();
        while (cause instanceof JacksonException) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String location(JacksonException ex, String end) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : ex.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            }
            else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? "" : path + end;
    }

    private static JsonNode valueAt(JsonNode tree, JacksonException ex) {
        JsonNode node = tree;
        for (JacksonException.Reference step : ex.getPath()) {
            node = (step.getPropertyName() != null) ? node.path(step.getPropertyName()) : node.path(step.getIndex());
        }
        return node;
    }

    private static String rootMessage(JacksonException ex) {
        Throwable own = ownFailure(ex);
        return (own != null) ? own.toString() : ex.getOriginalMessage();
    }

    static String shortened(Object value) {
        String text = value.toString();
        return (text.length() <= LONGEST) ? text : text.substring(0, LONGEST) + "…";
    }

    /** What a type looks like to somebody who writes JSON or YAML. */
    static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type == Duration.class) {
            return "a duration such as 250ms or PT0.25S";
        }
        if (type.isRecord()) {
            return "an object with " + String.join(", ", properties(type));
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : type.getSimpleName();
    }

}
