package io.processhub.autoconfigure;

import java.io.Serial;
import java.util.List;

import io.processhub.ProcessHubException;

/** With these settings a child could run on two members. */
final class UnsafeTimesException extends ProcessHubException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> conflicts;

    UnsafeTimesException(List<String> conflicts) {
        super("Lease and failure detection do not fit together: " + String.join(" ", conflicts));
        this.conflicts = List.copyOf(conflicts);
    }

    List<String> conflicts() {
        return this.conflicts;
    }

}
