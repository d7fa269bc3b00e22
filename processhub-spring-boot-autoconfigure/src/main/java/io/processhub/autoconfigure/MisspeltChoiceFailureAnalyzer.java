package io.processhub.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.processhub.runtime.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.annotation.Order;

/**
 * Says what a setting of the hub that has a fixed set of values may be, and what was
 * probably meant. Asked before Boot's own analyzer, which knows the values only.
 */
@Order(0)
final class MisspeltChoiceFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final String PREFIX = "processhub.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        Class<?> type = cause.getTarget().getType().resolve(Object.class);
        ConfigurationProperty property = cause.getProperty();
        return (type.isEnum() && property != null && property.getName().toString().startsWith(PREFIX))
                ? analysis(property, choices(type), cause) : null;
    }

    private static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
            .map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    }

    private static FailureAnalysis analysis(ConfigurationProperty property, List<String> choices, BindException cause) {
        String value = String.valueOf(property.getValue());
        Origin origin = property.getOrigin();
        String description = "Invalid value '" + value + "' for configuration property '" + property.getName() + "'"
                + ((origin != null) ? " (originating from '" + origin + "')" : "")
                + ": there is no such value (expected: " + String.join(", ", choices) + ")"
                + Suggestion.didYouMean(value, choices);
        return new FailureAnalysis(description, "Set the property to one of the expected values.", cause);
    }

}
