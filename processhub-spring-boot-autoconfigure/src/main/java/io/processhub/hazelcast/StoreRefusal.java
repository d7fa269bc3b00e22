package io.processhub.hazelcast;

import java.io.Serial;

import com.hazelcast.spi.exception.SilentException;

/**
 * The durable store refuses something: as Hazelcast carries it to whoever asked, without
 * logging each of them as an error.
 */
final class StoreRefusal extends RuntimeException implements SilentException {

    @Serial
    private static final long serialVersionUID = 1L;

    StoreRefusal(String message) {
        super(message);
    }

}
