package io.processhub;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a start. May be read any number of times.
 *
 * @param started children that were started, with the claims they run under; in the order
 * of the call
 * @param errors what failed, one entry for each child
 * @param rolledBack whether those in {@code started} were stopped again because others
 * failed
 */
public record StartResult(Map<ChildKey, List<Claim>> started, List<ChildError> errors, boolean rolledBack) {

    /** Outcome in one word. */
    public enum Status {

        /** All were started. */
        OK,

        /** At least one was not. */
        ERROR

    }

    public StartResult {
        started = Collections.unmodifiableMap(new LinkedHashMap<>(started));
        errors = List.copyOf(errors);
    }

    public Status status() {
        return this.errors.isEmpty() ? Status.OK : Status.ERROR;
    }

    public boolean isOk() {
        return this.errors.isEmpty();
    }

    /** Names of the started children. */
    public Set<ChildKey> ids() {
        return this.started.keySet();
    }

    /** First started child. */
    public Optional<ChildKey> first() {
        return this.started.keySet().stream().findFirst();
    }

    /** Members that run one of the started children. */
    public List<MemberId> members() {
        return this.started.values().stream().flatMap(List::stream).map(Claim::member).distinct().sorted().toList();
    }

    /**
     * This result if all were started.
     * @throws ChildStartException if one was not
     */
    public StartResult orThrow() {
        if (!isOk()) {
            throw new ChildStartException(this);
        }
        return this;
    }

}
