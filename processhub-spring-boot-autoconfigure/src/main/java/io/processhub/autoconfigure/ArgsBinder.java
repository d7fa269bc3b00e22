package io.processhub.autoconfigure;

import java.util.Arrays;
import java.util.List;

import io.processhub.runtime.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanInstantiationException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * Binds arguments of children as Boot binds its own settings; a misspelt one is an error.
 */
final class ArgsBinder {

    private final Binder binder;

    ArgsBinder(Binder binder) {
        this.binder = binder;
    }

    /**
     * Binds the arguments of one child.
     * @param name property under which they stand
     * @param type what they bind to; a record is made even if nothing is set, of its
     * defaults
     * @return null if nothing is set, unless the type is a record
     * @throws RuntimeException one that Boot reports with property, value, file and line
     */
    @Nullable Object bind(String name, ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        Bindable<Object> target = Bindable.of((raw == Void.class) ? ResolvableType.forClass(Object.class) : type);
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
        try {
            return raw.isRecord() ? this.binder.bindOrCreate(name, target, strict)
                    : this.binder.bind(name, target, strict).orElse(null);
        }
        catch (BindException ex) {
            throw refused(ex, raw);
        }
    }

    /**
     * What Boot cannot know to be about arguments is told as such; it knows what to say
     * of all else.
     */
    private static RuntimeException refused(BindException failure, Class<?> type) {
        if (failure.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
            return unknown(unbound.getUnboundProperties().iterator().next(), type);
        }
        Throwable cause = failure;
        while (cause != null && !(cause instanceof BeanInstantiationException)) {
            cause = cause.getCause();
        }
        return (cause != null && cause.getCause() instanceof IllegalArgumentException refusal)
                ? Setting.invalid(failure.getName().toString(), refusal) : failure;
    }

    private static RuntimeException unknown(ConfigurationProperty property, Class<?> type) {
        if (!type.isRecord()) {
            return Setting.invalid(
                    property.getName().toString(), property.getValue(), (type == Void.class)
                            ? "The child type takes no arguments." : type.getSimpleName() + " has no such property.",
                    null);
        }
        String name = property.getName().getLastElement(Form.UNIFORM);
        List<String> known = Arrays.stream(type.getRecordComponents())
            .map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
            .toList();
        return Setting.invalid(property.getName().toString(), property.getValue(),
                type.getSimpleName() + " has no property '" + name + "' (expected: one of " + known + ")"
                        + Suggestion.didYouMean(name, known),
                null);
    }

}
