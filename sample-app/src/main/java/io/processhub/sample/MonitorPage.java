package io.processhub.sample;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some of the monitors, sorted by name.
 *
 * @param monitors those of this page
 * @param next what to pass as {@code after} for the next page, null if this is the last
 * one
 */
record MonitorPage(List<MonitorRow> monitors, @Nullable String next) {

    /** Page of at most {@code limit} rows; if there are more, there is a next one. */
    static MonitorPage of(List<MonitorRow> rows, int limit) {
        if (rows.size() <= limit) {
            return new MonitorPage(rows, null);
        }
        return new MonitorPage(rows.subList(0, limit), rows.get(limit - 1).id());
    }

}
