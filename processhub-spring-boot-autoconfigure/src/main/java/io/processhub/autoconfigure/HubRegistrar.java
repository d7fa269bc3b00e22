package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.processhub.runtime.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * Registers the beans of each hub that {@code processhub.hubs} names. What is wrong with
 * the settings of one ends the start of the application.
 */
final class HubRegistrar implements BeanRegistrar {

    /** Names the hub whose beans are injected where none is named. */
    static final String PRIMARY = "processhub.primary";

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        List<HubView> running = new ArrayList<>();
        List<String> names = HubNames.of(environment);
        String primary = environment.getProperty(PRIMARY);
        for (String name : names) {
            HubView view = new HubView(name, environment);
            HubBeans beans = new HubBeans(view, name.equals(primary));
            if (view.properties().enabled()) {
                running.add(view);
                beans.register(registry);
            }
            else {
                beans.registerMaps(registry);
            }
        }
        requireDistinct(running);
        requirePrimary(primary, running.stream().map(HubView::name).toList());
    }

    private static void requireDistinct(List<HubView> hubs) {
        if (hubs.isEmpty()) {
            throw Setting.invalid("processhub.hubs", null,
                    "No hub is enabled (expected: at least one, or processhub.enabled: false)", null);
        }
        Map<String, HubView> known = new HashMap<>();
        for (HubView hub : hubs) {
            HubView other = known.put(hub.properties().hubId(), hub);
            if (other != null) {
                throw hub.name().equals(hub.properties().hubId()) ? sameId(other, hub) : sameId(hub, other);
            }
        }
    }

    private static RuntimeException sameId(HubView hub, HubView other) {
        String id = hub.properties().hubId();
        return Setting.invalid(hub.realName("processhub.hub-id"), id,
                id + " (expected: another id than that of hub '" + other.name() + "')", null);
    }

    private static void requirePrimary(@Nullable String primary, List<String> names) {
        if (primary != null && !names.contains(primary)) {
            throw Setting.invalid(PRIMARY, primary, "There is no hub '" + primary + "' here (expected: "
                    + String.join(", ", names) + ")" + Suggestion.didYouMean(primary, names), null);
        }
    }

}
