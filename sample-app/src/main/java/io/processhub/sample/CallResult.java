package io.processhub.sample;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What one call of a monitor found.
 *
 * @param time when it began
 * @param status HTTP status, 0 if there was no answer
 * @param millis how long it took
 * @param error why there was no answer, null if there was one
 */
record CallResult(Instant time, int status, long millis, @Nullable String error) {

    /** Whether the monitored endpoint works. */
    boolean isUp() {
        return this.error == null && this.status < 400;
    }

}
