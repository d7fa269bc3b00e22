package io.processhub.simulation;

import java.time.Duration;

import io.processhub.coordination.Message;

/** Decides how late a message is. */
@FunctionalInterface
interface Weather {

    /** Nothing is late. */
    Weather FAIR = (from, to, message) -> Duration.ZERO;

    /** So late that no story waits for it. */
    Duration LOST = Duration.ofDays(1);

    /** By how much a message from a node to an address is late. */
    Duration delay(SimNode from, String to, Message message);

}
