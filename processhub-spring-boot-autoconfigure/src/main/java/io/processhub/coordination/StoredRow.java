package io.processhub.coordination;

import java.util.List;

import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import org.jspecify.annotations.Nullable;

/**
 * What of a row of the registry outlives all members, and what it is when it comes back.
 * Claims do not: members of an earlier life never return.
 */
public final class StoredRow {

    /**
     * Version of a row that has come back and that nobody has taken over. Less than that
     * of any other row, so that a member that still knows the child, with its claims,
     * knows better.
     */
    private static final long RECOVERED = -1;

    private StoredRow() {
    }

    /**
     * A row as it comes back. One of a child that was stopped is as it was: it must not
     * be outdone by older news of the child.
     */
    public static ChildRecord recovered(ChildSpec spec, long epoch, long version, long startId, long removedAt) {
        return new ChildRecord(spec, epoch, (removedAt == 0) ? RECOVERED : version, List.of(), startId, removedAt);
    }

    static boolean isRecovered(ChildRecord row) {
        return row.version() == RECOVERED;
    }

    /**
     * Whether the store has to be told of a change before it may be answered: the child
     * was started or stopped, or its epoch left the block of
     * {@link RegistryCommand#UNSEEN} in which the stored one lies. So most grants need no
     * store, and yet none is granted again in another life.
     * @param before the row as it was, null if there was none
     */
    public static boolean differs(@Nullable ChildRecord before, ChildRecord after) {
        return before == null || before.startId() != after.startId() || before.removedAt() != after.removedAt()
                || block(before.epoch()) != block(after.epoch());
    }

    private static long block(long epoch) {
        return Math.floorDiv(epoch, RegistryCommand.UNSEEN);
    }

    /**
     * Least epoch of the next grant: above all that may have been granted in an earlier
     * life.
     * @param fresh what the clock says
     */
    static long nextEpoch(ChildRecord row, long fresh) {
        return isRecovered(row) ? Math.max((block(row.epoch()) + 1) * RegistryCommand.UNSEEN, fresh) : row.epoch() + 1;
    }

}
