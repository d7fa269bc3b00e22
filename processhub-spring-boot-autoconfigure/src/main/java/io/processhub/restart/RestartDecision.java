package io.processhub.restart;

import java.time.Duration;

/** What follows the end of an incarnation. */
public sealed interface RestartDecision {

    /** Start again after a delay. */
    record Restart(Duration delay) implements RestartDecision {
    }

    /** Stay down until someone acts. */
    record Park(String error) implements RestartDecision {
    }

    /** The child is done: it should run nowhere. */
    record Remove() implements RestartDecision {
    }

}
