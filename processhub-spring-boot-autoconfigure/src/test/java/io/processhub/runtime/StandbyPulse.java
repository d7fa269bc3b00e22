package io.processhub.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import io.processhub.ChildProcess;
import io.processhub.Handover;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * A child of tests with replicas, of which the active one counts, and tells a witness of
 * each number.
 */
final class StandbyPulse implements ChildProcess<@Nullable Object>, Handover<Pulse.Count> {

    private final Workers workers;

    private final Ward ward;

    private long count;

    StandbyPulse(Workers workers, Ward ward) {
        this.workers = workers;
        this.ward = ward;
    }

    /**
     * What all children of a test share.
     *
     * @param witness hears every number
     * @param counts how far each child got
     * @param interval between numbers
     * @param keeps whether each number is kept as a checkpoint
     */
    record Ward(PulseWitness witness, Map<ChildKey, Long> counts, Duration interval, boolean keeps) {

        Ward(Duration interval, boolean keeps) {
            this(new PulseWitness(), new ConcurrentHashMap<>(), interval, keeps);
        }

        /** Child types of a member, of which "pulse" is this one. */
        Workers workers() {
            Workers workers = new Workers();
            return workers.withBean("pulse", () -> new StandbyPulse(workers, this));
        }

    }

    @Override
    public void run(ChildContext<@Nullable Object> child) throws Exception {
        this.workers.during(child, () -> {
            while (child.isActive()) {
                if (child.role() == Role.ACTIVE) {
                    beat(child);
                }
                child.sleep(this.ward.interval());
            }
        });
    }

    private void beat(ChildContext<@Nullable Object> child) {
        this.ward.witness().hears(child.key(), child.epoch(), ++this.count);
        this.ward.counts().put(child.key(), this.count);
        if (this.ward.keeps()) {
            child.checkpoint(exportState());
        }
    }

    @Override
    public Pulse.Count exportState() {
        return new Pulse.Count(this.count);
    }

    @Override
    public void importState(Pulse.Count state) {
        this.count = state.value();
    }

}
