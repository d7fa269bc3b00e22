package io.processhub.sample;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All that is known of one monitor.
 *
 * @param monitor its row in the registry
 * @param uptime share of the results that were good, from 0 to 1; null if there are none
 * @param averageMillis how long a call took on average; null if there are no results
 * @param results what it found, newest first
 */
record MonitorReport(MonitorRow monitor, @Nullable Double uptime, @Nullable Double averageMillis,
        List<CallResult> results) {

    static MonitorReport of(MonitorRow monitor, List<CallResult> results) {
        if (results.isEmpty()) {
            return new MonitorReport(monitor, null, null, results);
        }
        double up = results.stream().filter(CallResult::isUp).count();
        double millis = results.stream().mapToLong(CallResult::millis).sum();
        return new MonitorReport(monitor, up / results.size(), millis / results.size(), results);
    }

}
