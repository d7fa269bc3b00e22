package io.processhub;

/**
 * Name of a child, unique in its hub.
 *
 * @param value 1 to {@value #MAX_LENGTH} characters, not blank
 */
public record ChildKey(String value) implements Comparable<ChildKey> {

    /** Longest key in characters. */
    public static final int MAX_LENGTH = 512;

    public ChildKey {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("child id: " + (value == null ? "null" : "blank") + " (expected: 1 to "
                    + MAX_LENGTH + " characters)");
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("child id: " + value.length() + " characters, begins with '"
                    + value.substring(0, 40) + "' (expected: 1 to " + MAX_LENGTH + " characters)");
        }
        Values.requireWellFormed("child id", value);
    }

    public static ChildKey of(String value) {
        return new ChildKey(value);
    }

    @Override
    public int compareTo(ChildKey other) {
        return this.value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return this.value;
    }

}
