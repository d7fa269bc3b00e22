package io.processhub.coordination;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the registry map: at most one for a child at a time, those of one round in one
 * batch.
 */
final class MapCalls {

    private final HubState state;

    private final Map<ChildKey, RegistryCommand> next = new LinkedHashMap<>();

    private final Set<ChildKey> busy = new HashSet<>();

    private final Map<Long, List<RegistryCommand>> open = new HashMap<>();

    private long count;

    MapCalls(HubState state) {
        this.state = state;
    }

    boolean isBusy(ChildKey key) {
        return this.busy.contains(key);
    }

    boolean isEmpty() {
        return this.busy.isEmpty();
    }

    /** Adds a command to the batch of this round; the child must not be busy. */
    void add(RegistryCommand command) {
        this.busy.add(command.key());
        this.next.put(command.key(), command);
    }

    /** Sends the batch of this round. */
    void flush() {
        for (List<RegistryCommand> chunk : Outbox.chunks(List.copyOf(this.next.values()))) {
            this.open.put(++this.count, List.copyOf(chunk));
            this.state.outbox.add(new Effect.CallMap(this.count, chunk));
        }
        this.next.clear();
    }

    /**
     * The commands of a call that has ended, one way or the other; their children are
     * free again.
     */
    List<RegistryCommand> ended(long call) {
        List<RegistryCommand> commands = this.open.remove(call);
        if (commands == null) {
            return List.of();
        }
        commands.forEach((command) -> {
            this.busy.remove(command.key());
            this.state.dirty.add(command.key());
        });
        return commands;
    }

    /**
     * Takes in what the map answered to a command. A row that the map has lost, but the
     * view has not, is restored.
     */
    void learn(RegistryCommand command, @Nullable ChildRecord row) {
        ChildRecord known = this.state.view.row(command.key());
        if (row != null) {
            if (this.state.learn(row)) {
                this.state.outbox.publish(row);
            }
            else if (known != null && known.isNewerThan(row)) {
                restore(known);
            }
        }
        else if (known != null && !known.isSettled()) {
            restore(known);
        }
        else if (command instanceof RegistryCommand.Purge) {
            this.state.view.forget(command.key());
        }
    }

    /** Brings the map up to a row of the view. */
    void restore(ChildRecord row) {
        if (!isBusy(row.key()) && !this.state.quorums.isMissing()) {
            long unseen = Math.max(row.epoch() + RegistryCommand.UNSEEN, this.state.freshEpoch());
            // where voters remember what they granted, no epoch is granted unseen
            add(new RegistryCommand.Restore(row, this.state.voting.isRequired() ? row.epoch() : unseen));
        }
    }

}
