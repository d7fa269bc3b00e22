package io.processhub.runtime;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant. */
public final class Suggestion {

    private Suggestion() {
    }

    /**
     * Sentence with the word most like the given one, such as
     * <code>; did you mean 'cold-swap'?</code>
     * @return empty if no word is like it: too much of it would have to change
     */
    public static String didYouMean(String given, Collection<String> known) {
        return known.stream()
            .filter((word) -> isLike(given, word))
            .min(Comparator.<String>comparingInt((word) -> distance(given, word))
                .thenComparing(Comparator.naturalOrder()))
            .map((word) -> "; did you mean '" + word + "'?")
            .orElse("");
    }

    /** Two letters may always differ: so many do when they have changed places. */
    private static boolean isLike(String given, String word) {
        int distance = distance(given, word);
        return distance < word.length() && distance <= Math.max(2, Math.max(given.length(), word.length()) / 3);
    }

    /**
     * Letters to insert, delete or replace to get from one word to the other, whatever
     * their case.
     */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (same(from.charAt(i - 1), to.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

    private static boolean same(char one, char other) {
        return Character.toLowerCase(one) == Character.toLowerCase(other);
    }

}
