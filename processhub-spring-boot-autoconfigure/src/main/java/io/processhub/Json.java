package io.processhub;

/**
 * Arguments of a child as JSON: the form in which they travel and stay in the registry.
 *
 * @param text JSON text
 */
public record Json(String text) {

    /** No arguments. */
    public static final Json NULL = new Json("null");

    @Override
    public String toString() {
        return this.text;
    }

}
