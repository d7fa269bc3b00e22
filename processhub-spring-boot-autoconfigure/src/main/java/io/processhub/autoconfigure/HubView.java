package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The configuration as one of several hubs sees it: under the names that an only hub has,
 * its own settings before those that all hubs share. Its id is its name unless it has one
 * of its own.
 */
final class HubView {

    private final String name;

    private final ConfigurationPropertyName own;

    private final List<ConfigurationPropertySource> owns = new ArrayList<>();

    private final List<ConfigurationPropertySource> shared = new ArrayList<>();

    private final Binder binder;

    private final ProcessHubProperties properties;

    /**
     * View of a hub.
     * @throws RuntimeException one that Boot reports, if its settings are refused
     */
    HubView(String name, Environment environment) {
        HubNames.require(name);
        this.name = name;
        this.own = HubNames.HUBS.append(name);
        HubKeys keys = new HubKeys(this.own);
        ConfigurationPropertySources.get(environment).forEach((source) -> {
            keys.requireKnown(source);
            this.owns.add(HubSource.of(source, this.own));
            this.shared.add(source);
        });
        List<ConfigurationPropertySource> all = new ArrayList<>(this.owns);
        all.add(new MapConfigurationPropertySource(Map.of("processhub.hub-id", name)));
        all.addAll(this.shared);
        this.binder = new Binder(all, new PropertySourcesPlaceholdersResolver(environment));
        this.properties = this.binder.bindOrCreate(HubSource.FLAT.toString(), ProcessHubProperties.class);
    }

    String name() {
        return this.name;
    }

    ProcessHubProperties properties() {
        return this.properties;
    }

    Binder binder() {
        return this.binder;
    }

    /** Makes something of the settings; a refusal names the setting that is to blame. */
    <T extends @Nullable Object> T make(Supplier<T> maker) {
        try {
            return maker.get();
        }
        catch (InvalidConfigurationPropertyValueException ex) {
            throw Setting.invalid(realName(ex.getName()), ex.getValue(), ex.getReason(), ex.getCause());
        }
    }

    /**
     * Where a setting stands that the hub sees under a name: among its own, or among
     * those of all hubs; if nowhere, then where its neighbours do.
     */
    String realName(String seen) {
        ConfigurationPropertyName flat = ConfigurationPropertyName.adapt(seen, '.');
        for (ConfigurationPropertyName at = flat; HubSource.FLAT.isAncestorOf(at); at = at.getParent()) {
            if (isIn(this.owns, at)) {
                return HubSource.toOwn(flat, this.own).toString();
            }
            if (isIn(this.shared, at)) {
                return seen;
            }
        }
        return HubSource.FLAT.isAncestorOf(flat) ? HubSource.toOwn(flat, this.own).toString() : seen;
    }

    private static boolean isIn(List<ConfigurationPropertySource> sources, ConfigurationPropertyName name) {
        return sources.stream()
            .anyMatch((source) -> source.getConfigurationProperty(name) != null
                    || source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT);
    }

}
