package io.processhub;

/**
 * Whether this member may run children, as of now.
 *
 * @param held whether enough members have confirmed it lately; always true if none are
 * required
 * @param visible voting members that this one sees, itself included
 * @param required voting members that must be together; 0 if every side of a split runs
 * on
 */
public record Quorum(boolean held, int visible, int required) {

    /** No quorum is needed. */
    public static final Quorum NONE_REQUIRED = new Quorum(true, 1, 0);

}
