package io.processhub.sample;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a scenario measured, as a small table on standard output. */
final class Figures {

    private final String title;

    private final Map<String, String> rows = new LinkedHashMap<>();

    Figures(String title) {
        this.title = title;
    }

    void add(String what, Object value) {
        this.rows.put(what, String.valueOf(value));
    }

    void print() {
        StringBuilder table = new StringBuilder("\n== " + this.title + "\n");
        this.rows.forEach((what, value) -> table.append(String.format("| %-58s | %14s |%n", what, value)));
        System.out.println(table);
    }

}
