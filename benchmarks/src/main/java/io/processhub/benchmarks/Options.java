package io.processhub.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was asked for: {@code name=value}, with defaults. */
public final class Options {

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads options.
     * @param defaults all options there are
     * @throws IllegalArgumentException if another one is given
     */
    public static Options of(String[] args, Map<String, String> defaults) {
        Map<String, String> values = new HashMap<>(defaults);
        for (String arg : args) {
            String[] parts = arg.split("=", 2);
            if (parts.length < 2 || values.put(parts[0], parts[1]) == null) {
                throw new IllegalArgumentException("option: " + arg + " (expected: name=value of " + defaults + ")");
            }
        }
        return new Options(values);
    }

    public String text(String name) {
        String value = this.values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("option: " + name + " (expected: one with a default)");
        }
        return value;
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    public List<String> list(String name) {
        return List.of(text(name).split(","));
    }

    public List<Integer> numbers(String name) {
        return list(name).stream().map(Integer::valueOf).toList();
    }

}
