package io.processhub;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Text of an exception for many children: the first few errors, and how many more there
 * are.
 */
final class ErrorText {

    private static final int SHOWN = 3;

    private ErrorText() {
    }

    static String of(String what, List<ChildError> errors) {
        String text = errors.stream().limit(SHOWN).map(ChildError::message).collect(Collectors.joining("; "));
        return errors.size() + " not " + what + ": " + text
                + (errors.size() > SHOWN ? "; and " + (errors.size() - SHOWN) + " more" : "");
    }

}
