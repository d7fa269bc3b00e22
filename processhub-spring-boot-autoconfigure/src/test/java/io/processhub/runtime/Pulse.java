package io.processhub.runtime;

import java.time.Duration;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.Handover;
import org.jspecify.annotations.Nullable;

/** A child of tests that counts by itself, and tells a witness of each number. */
final class Pulse implements ChildProcess<@Nullable Object>, Handover<Pulse.Count> {

    private final Workers workers;

    private final PulseWitness witness;

    private final Duration interval;

    private long count;

    Pulse(Workers workers, PulseWitness witness, Duration interval) {
        this.workers = workers;
        this.witness = witness;
        this.interval = interval;
    }

    /** How far it has counted. */
    record Count(long value) {
    }

    @Override
    public void run(ChildContext<@Nullable Object> child) throws Exception {
        this.witness.begins(child.key());
        try {
            this.workers.during(child, () -> beat(child));
        }
        finally {
            this.witness.ends(child.key());
        }
    }

    private void beat(ChildContext<@Nullable Object> child) throws InterruptedException {
        while (child.isActive()) {
            this.witness.hears(child.key(), child.epoch(), ++this.count);
            child.sleep(this.interval);
        }
    }

    @Override
    public Count exportState() {
        return new Count(this.count);
    }

    @Override
    public void importState(Count state) {
        this.count = state.value();
    }

}
