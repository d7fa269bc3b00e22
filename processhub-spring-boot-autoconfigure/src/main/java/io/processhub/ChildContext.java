package io.processhub;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one incarnation of a child knows of itself. May be used from any thread.
 *
 * @param <A> type of the arguments
 */
public interface ChildContext<A extends @Nullable Object> {

    ChildKey key();

    /** Arguments of the spec. */
    A args();

    Map<String, String> metadata();

    /**
     * Fencing number of the claim this incarnation runs under. Every later claim of the
     * same child has a greater one, so a store that refuses smaller epochs is safe from
     * an incarnation that should be gone. Grows when a replica that stands by becomes
     * active; ask for it after {@link #role()} then.
     */
    long epoch();

    /** Which start on this member this is under the same epoch, from 1. */
    int incarnation();

    /**
     * What this replica is to the others: may change while it runs. Only the active one
     * does the work.
     */
    Role role();

    /** The member it runs on. */
    MemberId member();

    /**
     * Whether it may go on: false once it has to stop. Ask before everything that must
     * not happen twice, and for {@link #role()} as well if there are replicas that stand
     * by: they may go on too.
     */
    boolean isActive();

    /**
     * Keeps a state from which the next incarnation begins after a crash, a restart or a
     * takeover: it is given to {@link Handover#importState}. The state is written down at
     * once, so it may be changed afterwards; it reaches the cluster, and there a backup,
     * a little later, on another thread. The end of this incarnation waits for it, for at
     * most {@code processhub.migration.hot-swap.handover-data-wait}; a warning in the log
     * names a child whose last state was not written by then. Of several states in quick
     * succession only the newest is sent. Ignored if the child may not act any more: a
     * later claim keeps its own.
     * @throws ChildStateException if the child is no {@link Handover}, or the state
     * cannot be serialised or is larger than {@code processhub.max-state-size}; the last
     * good checkpoint stays
     */
    void checkpoint(Object state);

    /**
     * Sleeps.
     * @throws InterruptedException if the child has to stop; let it pass or return
     */
    void sleep(Duration duration) throws InterruptedException;

}
