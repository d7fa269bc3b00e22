package io.processhub;

import java.time.Duration;
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

    /**
     * Longest duration of a setting: what is longer would overflow somewhere, and means
     * for ever.
     */
    private static final Duration LONGEST = Duration.ofDays(365);

    private Values() {
    }

    /** Refuses a duration that is not more than 0, or longer than a year. */
    static void requirePositive(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0, at most 365 days)");
        }
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
