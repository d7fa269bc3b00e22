package io.processhub.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

import io.processhub.ChildKey;
import io.processhub.Role;
import io.processhub.RoleAware;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one incarnation of a child its roles, in order and one at a time: the first one
 * before it runs, later ones beside it. Safe for many threads; no lock is held while the
 * child is told.
 */
final class RoleSignals {

    private static final Logger log = LoggerFactory.getLogger(RoleSignals.class);

    private final ChildKey key;

    private final Predicate<Role> wanted;

    private final Thread.Builder.OfVirtual threads;

    private final Deque<Role> waiting = new ArrayDeque<>();

    private @Nullable RoleAware child;

    /** Who tells at the moment. */
    private @Nullable Thread telling;

    private boolean closed;

    /**
     * Signals to an incarnation whose bean is not built yet.
     * @param name of the child, for its threads
     * @param wanted which roles are told
     */
    RoleSignals(ChildKey key, String name, Predicate<Role> wanted) {
        this.key = key;
        this.wanted = wanted;
        this.threads = Thread.ofVirtual().name(name + "/role-", 0);
    }

    /** It has this role from now on. */
    synchronized void add(Role role) {
        if (!this.closed && this.wanted.test(role)) {
            this.waiting.add(role);
            if (this.child != null && this.telling == null) {
                this.telling = this.threads.start(this::tellAll);
            }
        }
    }

    /** The bean is built: tells it what it has missed, on this thread. */
    void open(Object bean) {
        if (bean instanceof RoleAware aware) {
            synchronized (this) {
                this.child = aware;
                this.telling = Thread.currentThread();
            }
            tellAll();
        }
    }

    private void tellAll() {
        RoleAware aware = this.child;
        for (Role role = next(); role != null && aware != null; role = next()) {
            tell(aware, role);
        }
    }

    private synchronized @Nullable Role next() {
        Role role = this.closed ? null : this.waiting.poll();
        if (role == null) {
            this.telling = null;
            notifyAll();
        }
        return role;
    }

    private void tell(RoleAware aware, Role role) {
        try {
            aware.onRole(role);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        catch (Throwable ex) {
            log.warn("child {} failed when it was told that it is {}; it goes on", this.key, role, ex);
        }
    }

    /** The child has to stop: nothing more is told, and whoever tells is interrupted. */
    synchronized void close() {
        this.closed = true;
        if (this.telling != null) {
            this.telling.interrupt();
        }
    }

    /** Closes, and waits until nobody tells any more, for as long as that takes. */
    synchronized void end() {
        close();
        while (this.telling != null && this.telling != Thread.currentThread()) {
            try {
                wait();
            }
            catch (InterruptedException ex) {
                close();
            }
        }
    }

}
