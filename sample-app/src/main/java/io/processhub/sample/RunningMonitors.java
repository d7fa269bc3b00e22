package io.processhub.sample;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.processhub.ChildKey;

import org.springframework.stereotype.Component;

/** The monitors that run on this member, and what they found. */
@Component
final class RunningMonitors {

    private final Map<ChildKey, RecentCalls> running = new ConcurrentHashMap<>();

    /** Makes the results of an incarnation that begins visible. */
    RecentCalls add(ChildKey key) {
        RecentCalls recent = new RecentCalls();
        this.running.put(key, recent);
        return recent;
    }

    /** Forgets the results of an incarnation that ends, but not those of a later one. */
    void remove(ChildKey key, RecentCalls recent) {
        this.running.remove(key, recent);
    }

    Optional<RecentCalls> find(ChildKey key) {
        return Optional.ofNullable(this.running.get(key));
    }

}
