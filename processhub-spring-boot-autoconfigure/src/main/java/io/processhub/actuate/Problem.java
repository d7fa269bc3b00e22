package io.processhub.actuate;

/**
 * Why a request was refused, in the form of RFC 9457.
 *
 * @param detail names the value that was given and what was expected
 */
public record Problem(String title, int status, String detail) {
}
