package io.processhub.runtime;

import java.io.Serial;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import org.jspecify.annotations.Nullable;

/**
 * The durable store refused some commands to the registry map, which were not carried
 * out. The others were.
 */
public final class RefusedRowsException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<@Nullable ChildRecord> rows;

    private final transient Map<ChildKey, String> reasons;

    /**
     * Refusal of a part of a call.
     * @param rows rows as they now stand, in the order of the commands; null also for
     * those that were refused
     * @param reasons why, by the children that were refused; not empty
     */
    public RefusedRowsException(List<@Nullable ChildRecord> rows, Map<ChildKey, String> reasons) {
        super(reasons.values().iterator().next());
        this.rows = rows;
        this.reasons = Map.copyOf(reasons);
    }

    public List<@Nullable ChildRecord> rows() {
        return this.rows;
    }

    public Map<ChildKey, String> reasons() {
        return this.reasons;
    }

}
