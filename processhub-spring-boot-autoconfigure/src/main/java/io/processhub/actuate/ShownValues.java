package io.processhub.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;

/**
 * Shows or hides what applications have put into children. Names are always shown.
 *
 * @param sanitizer hides values, all or those that the application wants hidden
 * @param show whether values may be shown
 */
record ShownValues(Sanitizer sanitizer, boolean show) {

    Map<String, Object> metadata(Map<String, String> metadata) {
        Map<String, Object> shown = new LinkedHashMap<>();
        metadata.forEach((name, value) -> shown.put(name, String.valueOf(shown("metadata." + name, value))));
        return shown;
    }

    /** Arguments as JSON carries them; null if there are none. */
    @Nullable Object args(@Nullable Object args) {
        return (args instanceof Json json) ? shown("args", JsonMapper.shared().readValue(json.text(), Object.class))
                : shown("args", args);
    }

    private @Nullable Object shown(String name, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                map.forEach((key, part) -> shown.put(String.valueOf(key), shown(name + "." + key, part)));
                yield shown;
            }
            case List<?> list -> list.stream().map((part) -> shown(name, part)).toList();
            default -> this.sanitizer.sanitize(new SanitizableData(null, name, value), this.show);
        };
    }

}
