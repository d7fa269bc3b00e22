package io.processhub.sample;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the sample.
 *
 * @param demo whether this member serves {@code /demo} and the cluster monitors it
 * @param timeout longest time a call of a monitor may take
 * @param memberTimeout longest time another member may take to answer for a monitor it
 * runs
 * @param checkpointInterval time between two checkpoints of a monitor's results: about as
 * many are lost at most when its member crashes
 * @param database JDBC URL of a database that keeps the last result of each monitor; none
 * if not set
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("true") boolean demo, @DefaultValue("10s") Duration timeout,
        @DefaultValue("2s") Duration memberTimeout, @DefaultValue("5s") Duration checkpointInterval,
        @Nullable String database) {

    SampleProperties {
        requirePositive("sample.timeout", timeout);
        requirePositive("sample.member-timeout", memberTimeout);
        requirePositive("sample.checkpoint-interval", checkpointInterval);
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
        }
    }

}
