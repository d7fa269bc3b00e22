package io.processhub.durability;

import java.io.Serial;

/** The application's database is none that is supported. */
public final class UnsupportedDatabaseException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnsupportedDatabaseException(String product, String supported) {
        super("children cannot be kept in a database of " + product + " (expected: " + supported + ")");
    }

}
