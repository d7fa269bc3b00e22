package io.processhub.benchmarks.member;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.Handover;
import io.processhub.HubProcess;
import org.jspecify.annotations.Nullable;

/** Does nothing, but has a state: how often it has been moved. */
@HubProcess("counting")
final class CountingChild implements ChildProcess<@Nullable Object>, Handover<CountingChild.Count> {

    private long moves;

    /** State of a child. */
    record Count(long moves) {
    }

    @Override
    public void run(ChildContext<@Nullable Object> child) throws InterruptedException {
        Thread.sleep(Long.MAX_VALUE);
    }

    @Override
    public Count exportState() {
        return new Count(this.moves + 1);
    }

    @Override
    public void importState(Count state) {
        this.moves = state.moves();
    }

}
