package io.processhub.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/** Names of the hubs under {@code processhub.hubs}. */
final class HubNames {

    /** What stands above the hubs. */
    static final ConfigurationPropertyName HUBS = ConfigurationPropertyName.of("processhub.hubs");

    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9-]*");

    private HubNames() {
    }

    /**
     * All names, sorted; none if there is an only hub. Those of hubs that do not run here
     * are among them.
     */
    static List<String> of(Environment environment) {
        Map<String, String> names = new TreeMap<>();
        ConfigurationPropertySources.get(environment).forEach((source) -> {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                    .filter(HUBS::isAncestorOf)
                    .forEach((name) -> names.merge(name.getElement(HUBS.getNumberOfElements(), Form.UNIFORM),
                            name.getElement(HUBS.getNumberOfElements(), Form.ORIGINAL), HubNames::better));
            }
        });
        return List.copyOf(names.values());
    }

    /** Names of environment variables have no dashes. */
    private static String better(String one, String other) {
        return (other.length() > one.length()) ? other : one;
    }

    /**
     * Refuses a name that could not be that of a bean and of a property everywhere.
     * @throws RuntimeException one that Boot reports with the name
     */
    static void require(String name) {
        if (!VALID.matcher(name).matches()) {
            throw Setting.invalid(HUBS + "." + name, name,
                    name + " (expected: the name of a hub, of lower-case letters, digits and dashes, a letter first)",
                    null);
        }
    }

}
