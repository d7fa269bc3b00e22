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
     * Sleeps.
     * @throws InterruptedException if the child has to stop; let it pass or return
     */
    void sleep(Duration duration) throws InterruptedException;

}
