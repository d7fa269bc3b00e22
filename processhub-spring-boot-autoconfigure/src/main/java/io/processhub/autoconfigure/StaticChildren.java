package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Placement;
import io.processhub.RestartPolicy;
import io.processhub.runtime.ChildTypes;
import io.processhub.runtime.SpringChildTypes;
import io.processhub.runtime.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;

/**
 * Makes specs of {@code processhub.children}. What is wrong with them ends the start of
 * the application.
 */
final class StaticChildren {

    private static final String PREFIX = "processhub.children";

    private final ArgsBinder binder;

    private final SpringChildTypes types;

    private final RestartPolicy restart;

    private final List<ChildSpec> specs;

    StaticChildren(List<ProcessHubProperties.Child> children, Binder binder, SpringChildTypes types,
            RestartPolicy restart) {
        this.binder = new ArgsBinder(binder);
        this.types = types;
        this.restart = restart;
        this.specs = read(children);
    }

    List<ChildSpec> specs() {
        return this.specs;
    }

    private List<ChildSpec> read(List<ProcessHubProperties.Child> children) {
        List<ChildSpec> specs = new ArrayList<>();
        Set<ChildKey> keys = new HashSet<>();
        for (int i = 0; i < children.size(); i++) {
            String prefix = PREFIX + "[" + i + "]";
            ChildSpec spec = spec(prefix, children.get(i));
            if (!keys.add(spec.key())) {
                throw Setting.invalid(prefix + ".id", spec.key(), "Another child in the list has the same id.", null);
            }
            specs.add(spec);
        }
        return List.copyOf(specs);
    }

    private ChildSpec spec(String prefix, ProcessHubProperties.Child child) {
        ChildKey key = key(prefix, child.id());
        String type = (child.type() != null) ? child.type() : "";
        Object args = this.binder.bind(prefix + ".args", argsType(prefix, type));
        RestartPolicy policy = (child.restart() != null) ? this.restart.withMode(child.restart()) : null;
        ChildSpec spec = Setting.under(prefix, () -> new ChildSpec(key, type, args, Set.copyOf(child.tags()),
                child.metadata(), policy, child.shutdown(), new Placement(child.labels(), child.members())));
        try {
            this.types.encode(spec);
        }
        catch (ChildTypes.InvalidArgsException ex) {
            throw Setting.invalid(prefix + ".args", ex);
        }
        return spec;
    }

    private static ChildKey key(String prefix, @Nullable String id) {
        if (id == null) {
            throw Setting.invalid(prefix + ".id", null,
                    "not set (expected: 1 to " + ChildKey.MAX_LENGTH + " characters)", null);
        }
        try {
            return new ChildKey(id);
        }
        catch (IllegalArgumentException ex) {
            throw Setting.invalid(prefix + ".id", id, ex.getMessage(), ex);
        }
    }

    private ResolvableType argsType(String prefix, String type) {
        List<String> known = this.types.names();
        if (!known.contains(type)) {
            throw Setting.invalid(prefix + ".type", type,
                    "There is no child type '" + type + "' (expected: "
                            + (known.isEmpty() ? "the value of a @HubProcess annotation; no class in a scanned package"
                                    + " has one" : String.join(", ", known))
                            + ")" + Suggestion.didYouMean(type, known),
                    null);
        }
        return this.types.argsType(type);
    }

}
