package io.processhub.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.processhub.ChildRecord;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import io.processhub.runtime.RegistryMap;
import org.jspecify.annotations.Nullable;

/** The simulation's map as one of its nodes sees it, behind the port of the runtime. */
final class SimRegistryMap implements RegistryMap {

    private final SimMap map;

    private final SimNode node;

    SimRegistryMap(SimMap map, SimNode node) {
        this.map = map;
        this.node = node;
    }

    @Override
    public CompletionStage<List<@Nullable ChildRecord>> apply(List<RegistryCommand> commands) {
        CompletableFuture<List<@Nullable ChildRecord>> answer = new CompletableFuture<>();
        List<@Nullable ChildRecord> rows = new ArrayList<>();
        int[] open = { commands.size() };
        for (int i = 0; i < commands.size(); i++) {
            int index = i;
            rows.add(null);
            this.map.apply(commands.get(i), (row) -> {
                rows.set(index, row);
                if (--open[0] == 0) {
                    answer.complete(rows);
                }
            });
        }
        if (commands.isEmpty()) {
            answer.complete(rows);
        }
        return answer;
    }

    @Override
    public CompletionStage<Signal.Scanned> scan(RegistryView view, Instant expiredBefore, Set<String> others) {
        return CompletableFuture.completedFuture(this.map.scan(this.node, view, expiredBefore, others));
    }

}
