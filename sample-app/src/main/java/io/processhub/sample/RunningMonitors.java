package io.processhub.sample;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The monitors that run on this member, and what they found. */
@Component
final class RunningMonitors {

    private static final Logger log = LoggerFactory.getLogger(RunningMonitors.class);

    private final Map<ChildKey, RecentCalls> running = new ConcurrentHashMap<>();

    private final ObjectProvider<FencedResults> database;

    RunningMonitors(ObjectProvider<FencedResults> database) {
        this.database = database;
    }

    /** Makes the results of an incarnation that begins visible. */
    void add(ChildKey key, RecentCalls recent) {
        this.running.put(key, recent);
    }

    /**
     * Stores the last result of a monitor if there is a database. Fails if that does not
     * work.
     */
    void store(ChildContext<?> child, CallResult result) {
        FencedResults results = this.database.getIfAvailable();
        if (results != null && !results.store(child.key(), child.epoch(), result)) {
            log.info("monitor {}: a result under epoch {} was refused, a later epoch has written", child.key(),
                    child.epoch());
        }
    }

    /** Forgets the results of an incarnation that ends, but not those of a later one. */
    void remove(ChildKey key, RecentCalls recent) {
        this.running.remove(key, recent);
    }

    Optional<RecentCalls> find(ChildKey key) {
        return Optional.ofNullable(this.running.get(key));
    }

}
