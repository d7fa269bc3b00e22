package io.processhub.actuate;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.MemberId;
import io.processhub.RestartPolicy;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one child.
 *
 * @param args arguments, as they may be shown
 * @param metadata metadata, as they may be shown
 * @param restart policy of its own, null if it has none
 * @param shutdown time it has to end, in ISO-8601
 * @param epoch last epoch granted for it
 * @param owners members it belongs to, the best one first
 * @param why why it is where it is
 */
public record ChildDetails(String id, String type, @Nullable Object args, Collection<String> tags,
        Map<String, Object> metadata, @Nullable Restart restart, String shutdown, long epoch,
        List<ChildPage.Replica> replicas, List<String> owners, String why) {

    /** What follows a crash. */
    public record Restart(RestartPolicy.Mode mode, int maxRestarts, String within) {
    }

    static ChildDetails of(OperatedHub hub, ChildRecord row, ShownValues values) {
        Whereabouts whereabouts = new Whereabouts(hub);
        List<MemberId> owners = whereabouts.owners(row);
        ChildSpec spec = row.spec();
        return new ChildDetails(row.key().value(), spec.type(), values.args(spec.args()), spec.tags(),
                values.metadata(spec.metadata()), restart(spec.restart()), spec.shutdown().toString(), row.epoch(),
                ChildPage.Replica.of(row), owners.stream().map(MemberId::value).toList(), whereabouts.why(row, owners));
    }

    private static @Nullable Restart restart(@Nullable RestartPolicy policy) {
        return (policy == null) ? null : new Restart(policy.mode(), policy.maxRestarts(), policy.within().toString());
    }

}
