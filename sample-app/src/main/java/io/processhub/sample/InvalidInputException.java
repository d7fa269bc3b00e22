package io.processhub.sample;

import java.io.Serial;

/** A caller sent something that cannot be meant. Nothing was done. */
final class InvalidInputException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidInputException(String message) {
        super(message);
    }

}
