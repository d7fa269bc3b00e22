package io.processhub.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import io.processhub.ChildRecord;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Port to the registry map: what should run, who may run it. Shared by all nodes, backed
 * up.
 */
public interface RegistryMap {

    /**
     * Applies commands with distinct keys, each in one step where its row is. Never
     * blocks. Fails after a time limit; what failed may still be carried out later. Fails
     * with a {@link RefusedRowsException} if the durable store refused some of them,
     * which then are not carried out.
     * @return the rows as they stand afterwards, in the order of the commands, null where
     * there is none
     */
    CompletionStage<List<@Nullable ChildRecord>> apply(List<RegistryCommand> commands);

    /**
     * Compares the rows that live on this node with the view. Never blocks the caller.
     * @param expiredBefore tombstones that are older have served their time
     * @param others nodes whose rows are compared too
     */
    CompletionStage<Signal.Scanned> scan(RegistryView view, Instant expiredBefore, Set<String> others);

}
