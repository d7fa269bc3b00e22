package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.Handover;
import io.processhub.HubProcess;

/** A child that counts, keeps what it has counted, and lets the test see both. */
@HubProcess("tenant")
class Tenant implements ChildProcess<Lodger.Args>, Handover<Integer> {

    /** The last number that each has kept. */
    static final Map<String, Integer> KEPT = new ConcurrentHashMap<>();

    /** The number with which each has first begun anew. */
    static final Map<String, Integer> FOUND = new ConcurrentHashMap<>();

    private int count;

    private int found;

    @Override
    public Integer exportState() {
        return this.count;
    }

    @Override
    public void importState(Integer state) {
        this.found = state;
        this.count = state;
    }

    @Override
    public void run(ChildContext<Lodger.Args> child) throws InterruptedException {
        String name = child.args().house() + "/" + child.key();
        if (this.found > 0) {
            FOUND.putIfAbsent(name, this.found);
        }
        while (child.isActive()) {
            child.checkpoint(++this.count);
            KEPT.put(name, this.count);
            child.sleep(Duration.ofMillis(100));
        }
    }

}
