package io.processhub.restart;

/** Why an incarnation has ended. */
public sealed interface ExitReason {

    /** It was told to stop. */
    record Stopped() implements ExitReason {
    }

    /** It returned. */
    record Completed() implements ExitReason {
    }

    /**
     * It threw, or could not be built.
     *
     * @param error type and text of the exception
     */
    record Failed(String error) implements ExitReason {
    }

}
