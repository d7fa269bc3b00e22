package io.processhub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.LinkedHashSet;
import java.util.List;
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

    /**
     * Refuses text with half a surrogate pair: it would come out of UTF-8 as another
     * text.
     */
    static void requireWellFormed(String name, String text) {
        if (!wellFormed(text).equals(text)) {
            throw new IllegalArgumentException(
                    name + ": '" + wellFormed(text) + "' (expected: text without half a surrogate pair)");
        }
    }

    /** The text as it comes out of UTF-8. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    static Map<String, String> sorted(Map<String, String> values) {
        values.forEach((name, value) -> requireWellFormed(name, value));
        return values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(values));
    }

    static Map<String, List<String>> sortedLists(Map<String, List<String>> values) {
        Map<String, List<String>> copy = new TreeMap<>();
        values.forEach((name, list) -> {
            if (list.isEmpty()) {
                throw new IllegalArgumentException("mapping of child '" + name + "': empty (expected: at least one)");
            }
            copy.put(name, List.copyOf(list));
        });
        return Collections.unmodifiableMap(copy);
    }

    static Set<String> sorted(Collection<String> values) {
        if (values.isEmpty()) {
            return Set.of();
        }
        values.forEach((value) -> requireWellFormed("tag", value));
        SequencedSet<String> copy = new LinkedHashSet<>(new TreeSet<>(values));
        return copy.size() == 1 ? Set.of(copy.getFirst()) : Collections.unmodifiableSet(copy);
    }

}
