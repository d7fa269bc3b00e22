package io.processhub.durability;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Columns of a table whose rows have an epoch and a version.
 *
 * @param table its name
 * @param keys columns of its primary key
 * @param types all columns with their types, without lengths: a cast to a length cuts off
 * what is longer
 * @param replaceable condition under which a row gives way to any other of its epoch; it
 * begins with a column
 */
record Columns(String table, List<String> keys, SequencedMap<String, String> types, String replaceable) {

    /**
     * All columns, separated by commas.
     * @param form what to make of one; its name and its type are the arguments
     */
    String each(String form) {
        return this.types.entrySet().stream().map((column) -> format(form, column)).collect(Collectors.joining(", "));
    }

    /** All columns that are no keys, separated by commas. */
    String others(String form) {
        return this.types.entrySet()
            .stream()
            .filter((column) -> !this.keys.contains(column.getKey()))
            .map((column) -> format(form, column))
            .collect(Collectors.joining(", "));
    }

    private static String format(String form, Map.Entry<String, String> column) {
        return form.formatted(column.getKey(), column.getValue());
    }

    /** Condition that one row may be replaced by another. */
    String notNewer(String one, String other) {
        return "(%1$s.epoch < %2$s.epoch or %1$s.epoch = %2$s.epoch and (%1$s.version <= %2$s.version or %1$s.%3$s))"
            .formatted(one, other, this.replaceable);
    }

}
