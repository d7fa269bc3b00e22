package io.processhub.autoconfigure;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Tells Boot which property is to blame, so that its report can say in which file and
 * line it stands.
 */
final class Setting {

    /** What the records of the core say: {@code name: value (expected: …)}. */
    private static final Pattern MESSAGE = Pattern
        .compile("([a-z][a-z0-9.-]*)(?: of child '.*')?: (.*?) (\\(expected: .*\\))", Pattern.DOTALL);

    /** Stands for the value of a property that must be set. */
    static final String NOT_SET = "not set";

    private Setting() {
    }

    /**
     * Makes something of settings.
     * @param prefix property under which the settings stand
     * @throws InvalidConfigurationPropertyValueException if they are refused
     */
    static <T extends @Nullable Object> T under(String prefix, Supplier<T> maker) {
        try {
            return maker.get();
        }
        catch (IllegalArgumentException ex) {
            throw invalid(prefix, ex);
        }
    }

    /**
     * Looks at settings.
     * @param prefix property under which the settings stand
     * @throws InvalidConfigurationPropertyValueException if they are refused
     */
    static void check(String prefix, Runnable check) {
        try {
            check.run();
        }
        catch (IllegalArgumentException ex) {
            throw invalid(prefix, ex);
        }
    }

    /**
     * The exception for a refusal that names its property in the form of the core's
     * records.
     */
    static InvalidConfigurationPropertyValueException invalid(String prefix, IllegalArgumentException ex) {
        Matcher message = MESSAGE.matcher(String.valueOf(ex.getMessage()));
        if (!message.matches()) {
            return invalid(prefix, null, ex.getMessage(), ex);
        }
        String value = message.group(2);
        return invalid(prefix + "." + message.group(1), NOT_SET.equals(value) ? null : value,
                value + " " + message.group(3), ex);
    }

    static InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value,
            @Nullable String reason, @Nullable Throwable cause) {
        return new InvalidConfigurationPropertyValueException(name, value, reason, cause);
    }

}
