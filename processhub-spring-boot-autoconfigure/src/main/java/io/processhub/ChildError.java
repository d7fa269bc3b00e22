package io.processhub;

import java.util.List;

/** Why one child of a call was not started or stopped. */
public sealed interface ChildError {

    ChildKey key();

    /** Sentence for people: names the child, what is wrong, and what to do about it. */
    String message();

    /** A child of this name exists already; {@code holders} may run it. */
    record AlreadyExists(ChildKey key, List<Claim> holders) implements ChildError {

        public AlreadyExists {
            holders = List.copyOf(holders);
        }

        @Override
        public String message() {
            return "child '" + this.key + "' exists already, " + (this.holders.isEmpty() ? "on no member at the moment"
                    : "on " + String.join(", ", this.holders.stream().map((claim) -> claim.member().value()).toList()));
        }

    }

    /** The same name stands more than once in the call; the first one was started. */
    record Duplicate(ChildKey key) implements ChildError {

        @Override
        public String message() {
            return "child '" + this.key + "' stands more than once in the call; the first one counts";
        }

    }

    /** No child of this name exists. */
    record NotFound(ChildKey key) implements ChildError {

        @Override
        public String message() {
            return "there is no child '" + this.key + "'";
        }

    }

    /** No member knows the child type. */
    record UnknownType(ChildKey key, String type, List<String> known) implements ChildError {

        public UnknownType {
            known = List.copyOf(known);
        }

        @Override
        public String message() {
            return "child '" + this.key + "' has the unknown type '" + this.type + "' (known: "
                    + (this.known.isEmpty() ? "none; is a class annotated with @HubProcess in a scanned package?"
                            : String.join(", ", this.known))
                    + ")";
        }

    }

    /** The arguments do not fit the child type. */
    record InvalidArgs(ChildKey key, String detail) implements ChildError {

        @Override
        public String message() {
            return "args of child '" + this.key + "': " + this.detail;
        }

    }

    /** No answer in time; what was asked may still happen. */
    record TimedOut(ChildKey key, String waitedFor) implements ChildError {

        @Override
        public String message() {
            return "child '" + this.key + "': no answer in time from " + this.waitedFor
                    + "; what was asked may still happen, look again with find";
        }

    }

    /** Not enough members are together to decide; see {@link NoQuorumException}. */
    record NoQuorum(ChildKey key, int visible, int required) implements ChildError {

        @Override
        public String message() {
            return "child '" + this.key + "': no quorum, " + new Quorum(false, this.visible, this.required).lack()
                    + "; try again when the network works";
        }

    }

    /** The durable store did not take it; nothing was changed. */
    record NotStored(ChildKey key, String reason) implements ChildError {

        @Override
        public String message() {
            return "child '" + this.key + "': " + this.reason + "; nothing was changed, try again later";
        }

    }

    /** The hub cannot do it now. */
    record Refused(ChildKey key, String reason) implements ChildError {

        @Override
        public String message() {
            return "child '" + this.key + "': " + this.reason;
        }

    }

}
