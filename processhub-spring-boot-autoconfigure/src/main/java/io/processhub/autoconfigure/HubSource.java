package io.processhub.autoconfigure;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * What a source says of one hub, under the names that its settings have where there is an
 * only hub: {@code processhub.hubs.prices.lease-duration} is found as
 * {@code processhub.lease-duration}. What is found still knows its real name.
 */
class HubSource implements ConfigurationPropertySource {

    /** What all settings of an only hub stand under. */
    static final ConfigurationPropertyName FLAT = ConfigurationPropertyName.of("processhub");

    private final ConfigurationPropertySource source;

    private final ConfigurationPropertyName own;

    private HubSource(ConfigurationPropertySource source, ConfigurationPropertyName own) {
        this.source = source;
        this.own = own;
    }

    /**
     * Part of a source.
     * @param own what the settings of the hub stand under
     */
    static ConfigurationPropertySource of(ConfigurationPropertySource source, ConfigurationPropertyName own) {
        return (source instanceof IterableConfigurationPropertySource iterable) ? new Listed(iterable, own)
                : new HubSource(source, own);
    }

    @Override
    public @Nullable ConfigurationProperty getConfigurationProperty(@Nullable ConfigurationPropertyName name) {
        return (name != null && FLAT.isAncestorOf(name)) ? this.source.getConfigurationProperty(toOwn(name, this.own))
                : null;
    }

    @Override
    public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
        return (FLAT.equals(name) || FLAT.isAncestorOf(name)) ? this.source.containsDescendantOf(toOwn(name, this.own))
                : ConfigurationPropertyState.ABSENT;
    }

    /** The real name of a setting of the hub. */
    static ConfigurationPropertyName toOwn(ConfigurationPropertyName flat, ConfigurationPropertyName own) {
        return FLAT.equals(flat) ? own : own.append(flat.subName(FLAT.getNumberOfElements()));
    }

    /** A part of which all names are known. */
    private static final class Listed extends HubSource implements IterableConfigurationPropertySource {

        private final IterableConfigurationPropertySource listed;

        private final ConfigurationPropertyName under;

        Listed(IterableConfigurationPropertySource source, ConfigurationPropertyName own) {
            super(source, own);
            this.listed = source;
            this.under = own;
        }

        @Override
        public Stream<ConfigurationPropertyName> stream() {
            return this.listed.stream()
                .filter(this.under::isAncestorOf)
                .map((name) -> FLAT.append(name.subName(this.under.getNumberOfElements())));
        }

        @Override
        public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
            return super.containsDescendantOf(name);
        }

    }

}
