package io.processhub;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.LinkedHashSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Copies of what callers pass in: unmodifiable, in a stable order, small when empty. */
final class Values {

    private Values() {
    }

    static Map<String, String> sorted(Map<String, String> values) {
        return values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(values));
    }

    static Set<String> sorted(Collection<String> values) {
        if (values.isEmpty()) {
            return Set.of();
        }
        SequencedSet<String> copy = new LinkedHashSet<>(new TreeSet<>(values));
        return copy.size() == 1 ? Set.of(copy.getFirst()) : Collections.unmodifiableSet(copy);
    }

}
