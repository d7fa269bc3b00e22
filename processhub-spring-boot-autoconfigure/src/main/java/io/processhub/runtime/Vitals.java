package io.processhub.runtime;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the inside of a hub fares, as of now.
 *
 * @param loopLag longest time that something had to wait lately until the hub took note
 * of it
 * @param leaseRemaining how long children may still run unconfirmed, 0 if they may not;
 * null if no lease is needed
 * @param repairs rows that were found different on this member or in the registry map,
 * and mended, since the hub was made
 */
public record Vitals(Duration loopLag, @Nullable Duration leaseRemaining, long repairs) {
}
