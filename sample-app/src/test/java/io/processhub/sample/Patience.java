package io.processhub.sample;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long tests wait for a condition before they fail; generous, for machines that are
 * busy.
 */
final class Patience {

    private Patience() {
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(100));
    }

}
