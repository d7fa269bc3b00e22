package io.processhub;

/**
 * Boot id of a member: new at each start of a hub on a JVM, never used again. A member
 * that was restarted is another member.
 *
 * @param value text such as {@code 127.0.0.1:5701#4f1d2c3b}: where it listens, and a
 * random part
 */
public record MemberId(String value) implements Comparable<MemberId> {

    public MemberId {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("member id: " + value + " (expected: text that is not blank)");
        }
    }

    /** Where it listens: its value without the random part. */
    public String address() {
        int end = this.value.lastIndexOf('#');
        return (end < 0) ? this.value : this.value.substring(0, end);
    }

    @Override
    public int compareTo(MemberId other) {
        return this.value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return this.value;
    }

}
