package io.processhub.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.processhub.runtime.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.ResolvableType;

/**
 * Finds settings of one of several hubs that nothing would hear of: misspelt ones, and
 * those of the Hazelcast member that all hubs share. Environment variables and system
 * properties are left alone, as Boot does.
 */
final class HubKeys {

    private static final UnboundElementsSourceFilter CHECKED = new UnboundElementsSourceFilter();

    /** Settings of the cluster that each hub may have for itself. */
    private static final Set<String> OF_A_HUB = Set.of("weight", "labels");

    /** Bound later, to what the child type says. */
    private static final String ARGS = "args";

    private final ConfigurationPropertyName own;

    HubKeys(ConfigurationPropertyName own) {
        this.own = own;
    }

    /**
     * Looks at all settings of the hub.
     * @throws RuntimeException one that Boot reports with property, value, file and line
     */
    void requireKnown(ConfigurationPropertySource source) {
        if (source instanceof IterableConfigurationPropertySource listed && CHECKED.apply(source)) {
            listed.stream()
                .filter((name) -> this.own.equals(name) || this.own.isAncestorOf(name))
                .forEach((name) -> require(listed, name));
        }
    }

    private void require(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        Object value = (property != null) ? property.getValue() : null;
        String reason = this.own.equals(name) ? ofHub(value) : reason(name);
        if (reason != null) {
            throw Setting.invalid(name.toString(), value, reason, null);
        }
    }

    /** An empty hub has the empty text as its value. */
    private static @Nullable String ofHub(@Nullable Object value) {
        return (value == null || value.toString().isEmpty()) ? null
                : value + " (expected: settings of the hub, such as distribution.strategy)";
    }

    private @Nullable String reason(ConfigurationPropertyName name) {
        int first = this.own.getNumberOfElements();
        ResolvableType type = ResolvableType.forClass(ProcessHubProperties.class);
        for (int i = first; i < name.getNumberOfElements(); i++) {
            String element = name.getElement(i, Form.UNIFORM);
            Class<?> raw = type.resolve(Object.class);
            if (raw == Map.class || raw == ProcessHubProperties.Child.class && element.equals(ARGS)) {
                return null;
            }
            if (raw == ClusterProperties.class && !OF_A_HUB.contains(element)) {
                return "All hubs of an application share one Hazelcast member (expected: processhub.cluster."
                        + name.getElement(i, Form.ORIGINAL) + ")";
            }
            ResolvableType next = name.isNumericIndex(i) ? type.asCollection().getGeneric() : component(raw, element);
            if (next == null) {
                return unknown(raw, name.getElement(i, Form.ORIGINAL));
            }
            type = next;
        }
        return null;
    }

    private static @Nullable ResolvableType component(Class<?> type, String element) {
        return type.isRecord() ? Arrays.stream(type.getRecordComponents())
            .filter((component) -> component.getName().toLowerCase(Locale.ROOT).equals(element))
            .findFirst()
            .map((component) -> ResolvableType.forMethodReturnType(component.getAccessor()))
            .orElse(null) : null;
    }

    private static String unknown(Class<?> type, String element) {
        if (!type.isRecord()) {
            return "There is no such setting of a hub (expected: a value one level above)";
        }
        List<String> known = Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .map(DataObjectPropertyName::toDashedForm)
            .toList();
        return "There is no setting '" + element + "' here (expected: " + String.join(", ", known) + ")"
                + Suggestion.didYouMean(element, known);
    }

}
