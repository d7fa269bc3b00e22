package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import org.jspecify.annotations.Nullable;

import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * A monitor that a caller wants, as it came in: nothing is checked yet.
 *
 * @param id its name
 * @param url what to monitor
 * @param interval text such as {@code 5s}, {@code 1m30s} or {@code PT5S}
 * @param tags words to find it by
 */
record MonitorRequest(@Nullable String id, @Nullable String url, @Nullable String interval,
        @Nullable List<@Nullable String> tags) {

    /** Narrower than what the hub takes: an id is part of the path of a URL here. */
    private static final Pattern ID = Pattern
        .compile("[A-Za-z0-9][A-Za-z0-9._:-]{0," + (ChildKey.MAX_LENGTH - 1) + "}");

    /**
     * What to start.
     * @throws IllegalArgumentException if a part is missing or wrong; names its value and
     * what was expected
     */
    ChildSpec toSpec() {
        String checkedId = checkedId(this.id);
        UptimeMonitor.Args args = new UptimeMonitor.Args(required("url", this.url), parseInterval(this.interval));
        ChildSpec spec = ChildSpec.of(checkedId, UptimeMonitor.class, args);
        for (String tag : (this.tags != null) ? this.tags : List.<@Nullable String>of()) {
            spec = spec.tag(required("tags", tag));
        }
        return spec;
    }

    private static String checkedId(@Nullable String id) {
        String given = required("id", id);
        if (!ID.matcher(given).matches()) {
            throw new InvalidInputException("id: " + shortened(given) + " (expected: 1 to " + ChildKey.MAX_LENGTH
                    + " letters from A to Z, digits, and . _ : - after the first)");
        }
        return given;
    }

    private static Duration parseInterval(@Nullable String interval) {
        String given = required("interval", interval);
        try {
            if (!Character.isDigit(given.charAt(given.length() - 1))) {
                return DurationFormatterUtils.detectAndParse(given);
            }
        }
        catch (IllegalArgumentException | ArithmeticException ex) {
            // said below
        }
        throw new InvalidInputException("interval: " + shortened(given)
                + " (expected: a number with a unit such as 500ms or 5s, or ISO such as PT5S)");
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidInputException(
                    name + ": " + ((value != null) ? "blank" : "missing") + " (expected: text that is not blank)");
        }
        return value;
    }

    private static String shortened(String value) {
        return (value.length() <= 60) ? value : value.substring(0, 40) + "... of " + value.length() + " characters";
    }

}
