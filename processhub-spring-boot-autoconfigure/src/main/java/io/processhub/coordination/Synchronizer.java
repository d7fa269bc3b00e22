package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Member;

/**
 * Keeps this member's view like the registry map and like the views of the others.
 * Published rows are quick but may be lost; comparing digests, and the part of the map on
 * this node, finds what was missed.
 */
final class Synchronizer {

    private final HubState state;

    private final Runnable lookAtAll;

    private final Map<String, Comparison> comparisons = new HashMap<>();

    private volatile long repairs;

    Synchronizer(HubState state, Runnable lookAtAll) {
        this.state = state;
        this.lookAtAll = lookAtAll;
    }

    void begin() {
        this.state.timers.at(this.state.now.plus(interval()), this::periodically);
    }

    private Duration interval() {
        return this.state.strategies.syncInterval();
    }

    private void periodically() {
        begin();
        compare();
        forgetTombstones();
        this.lookAtAll.run();
    }

    /**
     * Compares with others now, and once more when the cluster has had time to mend the
     * map.
     */
    void membersChanged() {
        this.comparisons.keySet().retainAll(this.state.directory.otherNodes());
        compare();
        this.state.timers.at(this.state.now.plus(this.state.settings.retryDelay()), this::compare);
    }

    private void compare() {
        Message digest = digest(false);
        for (String node : partners()) {
            this.state.outbox.add(new Effect.Send(node, digest));
        }
        this.state.outbox.add(new Effect.ScanMap(expiredBefore(), leftToThis()));
    }

    /** The eldest looks after the parts of the map on nodes that do not run the hub. */
    private Set<String> leftToThis() {
        boolean eldest = this.state.directory.members().getFirst().id().equals(this.state.self());
        return eldest ? this.state.directory.memberless(this.state.now) : Set.of();
    }

    private Message digest(boolean answer) {
        return new Message.Digest(this.state.directory.self().node(), this.state.view.digest(), answer);
    }

    /**
     * The eldest member and the next one after this: everyone hears of everything in a
     * few rounds.
     */
    private Set<String> partners() {
        List<Member> members = this.state.directory.members();
        Set<String> nodes = new LinkedHashSet<>();
        int self = 0;
        while (self < members.size() - 1 && !members.get(self).id().equals(this.state.self())) {
            self++;
        }
        nodes.add(members.getFirst().node());
        nodes.add(members.get((self + 1) % members.size()).node());
        nodes.remove(this.state.directory.self().node());
        return nodes;
    }

    void receive(Message.Digest digest) {
        List<Long> ours = this.state.view.digest();
        if (digest.buckets().size() != ours.size()) {
            return;
        }
        BitSet different = this.comparisons.computeIfAbsent(digest.replyTo(), (node) -> new Comparison())
            .different(digest.buckets(), ours, this.state.strategies.fillsNewcomers());
        for (List<ChildRecord> chunk : Outbox.chunks(this.state.view.rows(different))) {
            this.state.outbox.add(new Effect.Send(digest.replyTo(), new Message.Rows(chunk)));
        }
        if (!digest.answer() && !digest.buckets().equals(ours)) {
            this.state.outbox.add(new Effect.Send(digest.replyTo(), digest(true)));
        }
    }

    /** Takes in what others know; answers what was new of it. */
    List<ChildRecord> learn(List<ChildRecord> rows) {
        Instant expired = expiredBefore();
        return rows.stream().filter((row) -> !isExpired(row, expired)).filter(this.state::learn).toList();
    }

    /**
     * Takes in what this node's part of the map says, publishes what others may have
     * missed, and mends the map.
     */
    void scanned(Signal.Scanned scan) {
        for (ChildRecord row : scan.newer()) {
            if (this.state.learn(row)) {
                this.repairs = this.repairs + 1;
                this.state.outbox.publish(row);
            }
        }
        if (this.state.quorums.isMissing()) {
            return;
        }
        for (ChildKey key : scan.behind()) {
            ChildRecord row = this.state.view.row(key);
            if (row != null) {
                this.repairs = this.repairs + 1;
                this.state.calls.restore(row);
            }
        }
        for (ChildRecord row : scan.expired()) {
            if (!this.state.calls.isBusy(row.key())) {
                this.state.calls.add(new RegistryCommand.Purge(row.key(), row.epoch(), row.version()));
            }
        }
    }

    /**
     * Rows of this member, or of the part of the map on its node, that were found behind
     * and mended. May be asked from any thread.
     */
    long repairs() {
        return this.repairs;
    }

    private Instant expiredBefore() {
        return this.state.now.minus(this.state.settings.tombstoneRetention());
    }

    private static boolean isExpired(ChildRecord row, Instant before) {
        return row.isSettled() && row.removedAt() < before.toEpochMilli();
    }

    private void forgetTombstones() {
        Instant before = expiredBefore();
        List<ChildKey> expired = new ArrayList<>();
        this.state.view.forEach((row) -> {
            if (isExpired(row, before)) {
                expired.add(row.key());
            }
        });
        expired.forEach(this.state.view::forget);
        this.state.table.forget(before, (key) -> this.state.view.row(key) != null);
    }

}
