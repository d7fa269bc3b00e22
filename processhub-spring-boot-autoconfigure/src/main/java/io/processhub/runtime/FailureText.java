package io.processhub.runtime;

/** What to say of an exception of the application, which may not even be printable. */
final class FailureText {

    /** Causes can go round in circles. */
    private static final int MOST_CAUSES = 50;

    private FailureText() {
    }

    /** What it says of itself. */
    static String of(Throwable failure) {
        try {
            return failure.toString();
        }
        catch (RuntimeException | Error unprintable) {
            return failure.getClass().getName();
        }
    }

    /** What went wrong first, and what it was wrapped in on its way. */
    static String withRoot(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MOST_CAUSES; depth++) {
            root = root.getCause();
        }
        try {
            return (root == failure) ? failure.toString() : root + " (in " + failure.getClass().getName() + ")";
        }
        catch (RuntimeException | Error unprintable) {
            return root.getClass().getName();
        }
    }

}
