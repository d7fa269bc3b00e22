package io.processhub.runtime;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the states of children that were stopped: when the last claim is given up, and
 * once more when the row is forgotten. What is left behind all the same takes room, and
 * nothing else: whoever starts the child anew does not inherit it.
 */
final class ForgottenStates {

    private static final Logger log = LoggerFactory.getLogger(ForgottenStates.class);

    private static final int MOST_AT_ONCE = 32;

    private final StateStore store;

    private final ChildTypes types;

    private final RegistryView view;

    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);

    ForgottenStates(StateStore store, ChildTypes types, RegistryView view) {
        this.store = store;
        this.types = types;
        this.view = view;
    }

    /**
     * Looks at what became of rows, without blocking.
     * @param rows as they stand after the commands, in their order
     */
    void look(List<RegistryCommand> commands, List<@Nullable ChildRecord> rows) {
        Map<ChildKey, Long> stopped = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            ChildRecord after = rows.get(i);
            ChildRecord row = (after != null) ? after : purged(commands.get(i));
            if (row != null && row.isSettled() && this.types.hasState(row.spec().type())) {
                stopped.put(row.key(), row.epoch());
            }
        }
        if (!stopped.isEmpty()) {
            Thread.ofVirtual().name("processhub-forget").start(() -> stopped.forEach(this::forget));
        }
    }

    private @Nullable ChildRecord purged(RegistryCommand command) {
        return (command instanceof RegistryCommand.Purge purge && purge.epoch() >= 0) ? this.view.row(purge.key())
                : null;
    }

    private void forget(ChildKey key, long epoch) {
        this.permits.acquireUninterruptibly();
        this.store.forget(key, epoch).whenComplete((forgotten, failure) -> {
            this.permits.release();
            if (failure != null) {
                log.debug("state of child {}, which was stopped, is left behind", key, failure);
            }
        });
    }

}
