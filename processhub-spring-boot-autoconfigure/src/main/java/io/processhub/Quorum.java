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

    /**
     * What there is too little of, as a clause: members, or confirmations of the lease.
     */
    public String lack() {
        return (this.visible < this.required)
                ? this.visible + " of the " + this.required + " voting members that must be together are visible"
                : this.visible + " voting members are visible, but fewer than the required " + this.required
                        + " have confirmed in time that children may run here";
    }

}
