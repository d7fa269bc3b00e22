package io.processhub.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import io.processhub.ChildProcess;
import io.processhub.Role;
import io.processhub.RoleAware;
import org.jspecify.annotations.Nullable;

/**
 * Which replicas of children run, and which of them were told that they are active, at
 * every moment. Keeps what must not be: two active replicas of one child, or an active
 * one under an epoch that is past.
 */
final class RoleRecord {

    private final Map<ChildKey, Map<Replica, Role>> replicas = new HashMap<>();

    private final Map<ChildKey, Long> epochs = new HashMap<>();

    private final Set<Place> dead = new HashSet<>();

    /** Children whose active replica was killed, and when. */
    private final Map<ChildKey, Long> bereft = new HashMap<>();

    private final List<Long> gaps = new ArrayList<>();

    private final List<String> violations = new ArrayList<>();

    private long changes;

    /** Where replicas run that end together when it crashes. */
    static final class Place {

    }

    /** A child type whose replicas stand in this record. */
    final class Replica implements ChildProcess<@Nullable Object>, RoleAware {

        private final Place place;

        private final Workers workers;

        private @Nullable ChildContext<?> context;

        private Role role = Role.PASSIVE;

        Replica(Place place, Workers workers) {
            this.place = place;
            this.workers = workers;
        }

        @Override
        public void onRole(Role role) {
            synchronized (RoleRecord.this) {
                this.role = role;
                ChildContext<?> child = this.context;
                if (child != null) {
                    note(child, this);
                }
            }
        }

        @Override
        public void run(ChildContext<@Nullable Object> child) throws Exception {
            this.workers.during(child, () -> {
                synchronized (RoleRecord.this) {
                    this.context = child;
                    note(child, this);
                }
                try {
                    Thread.sleep(Long.MAX_VALUE);
                }
                finally {
                    end(child.key(), this);
                }
            });
        }

    }

    /** Workers of a member whose children of type "replica" stand in this record. */
    Workers workers(Place place) {
        Workers workers = new Workers();
        return workers.withBean("replica", () -> new Replica(place, workers));
    }

    private void note(ChildContext<?> child, Replica replica) {
        if (this.dead.contains(replica.place)) {
            return;
        }
        this.changes++;
        Map<Replica, Role> all = this.replicas.computeIfAbsent(child.key(), (key) -> new HashMap<>());
        all.put(replica, replica.role);
        if (replica.role == Role.ACTIVE) {
            long active = all.values().stream().filter((role) -> role == Role.ACTIVE).count();
            long epoch = child.epoch();
            long before = this.epochs.getOrDefault(child.key(), 0L);
            if (active > 1 || epoch < before) {
                this.violations.add(child.key() + ": " + active + " active, epoch " + epoch + " after " + before);
            }
            this.epochs.put(child.key(), epoch);
            Long since = this.bereft.remove(child.key());
            if (since != null) {
                this.gaps.add((System.nanoTime() - since) / 1_000_000);
            }
        }
    }

    private synchronized void end(ChildKey key, Replica replica) {
        this.changes++;
        Map<Replica, Role> all = this.replicas.get(key);
        if (all != null) {
            all.remove(replica);
        }
    }

    /** Nothing there acts any more, as if its process had been killed. */
    synchronized void kill(Place place) {
        this.dead.add(place);
        long now = System.nanoTime();
        this.replicas.forEach((key, all) -> {
            if (all.entrySet()
                .stream()
                .anyMatch((one) -> one.getKey().place == place && one.getValue() == Role.ACTIVE)) {
                this.bereft.put(key, now);
            }
            all.keySet().removeIf((replica) -> replica.place == place);
        });
    }

    /** What must not be, and was. */
    synchronized List<String> violations() {
        return List.copyOf(this.violations);
    }

    /** How often a replica began, ended, or was told a role. */
    synchronized long changes() {
        return this.changes;
    }

    /** Roles of the replicas of each child. */
    synchronized Map<ChildKey, List<Role>> roles() {
        Map<ChildKey, List<Role>> roles = new HashMap<>();
        this.replicas.forEach((key, all) -> {
            if (!all.isEmpty()) {
                roles.put(key, all.values().stream().sorted().toList());
            }
        });
        return roles;
    }

    /** How long children were without an active replica after a kill. */
    @Override
    public synchronized String toString() {
        if (this.gaps.isEmpty()) {
            return this.changes + " changes, nobody was killed";
        }
        List<Long> sorted = this.gaps.stream().sorted().toList();
        return "%d changes, %d promotions after a kill: p50 %d ms, p99 %d ms, longest %d ms".formatted(this.changes,
                sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), sorted.getLast());
    }

}
