package io.processhub;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of a stop. May be read any number of times.
 *
 * @param stopped children that no longer run anywhere, with the members that ran them; in
 * the order of the call
 * @param errors what failed, one entry for each child
 */
public record StopResult(Map<ChildKey, List<MemberId>> stopped, List<ChildError> errors) {

    public StopResult {
        stopped = Collections.unmodifiableMap(new LinkedHashMap<>(stopped));
        errors = List.copyOf(errors);
    }

    public boolean isOk() {
        return this.errors.isEmpty();
    }

    /** Names of the stopped children. */
    public Set<ChildKey> ids() {
        return this.stopped.keySet();
    }

    /**
     * This result if all were stopped.
     * @throws ChildStopException if one was not
     */
    public StopResult orThrow() {
        if (!isOk()) {
            throw new ChildStopException(this);
        }
        return this;
    }

}
