package io.processhub;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What an application can ask of a hub. All methods may be called from any thread and
 * none blocks: starts and stops answer a future, the others read what this member knows,
 * without network.
 */
public interface ProcessHubOperations {

    /** Starts one child. */
    default CompletableFuture<StartResult> start(ChildSpec spec) {
        return startAll(List.of(spec), StartOptions.defaults());
    }

    /** Starts children with the default options. */
    default CompletableFuture<StartResult> startAll(Collection<ChildSpec> specs) {
        return startAll(specs, StartOptions.defaults());
    }

    /**
     * Starts children, each on the member that the distribution strategy names. A child
     * counts as started when its claim is in the registry and its owner has taken it
     * under supervision; from then on it is restarted, moved and taken over until it is
     * stopped. What was written on this member can be read on it once the future is
     * complete; the other members follow.
     * @throws IllegalArgumentException if {@code specs} is empty
     * @throws HubNotRunningException if the hub does not run
     * @throws NoQuorumException if too few members are together
     */
    CompletableFuture<StartResult> startAll(Collection<ChildSpec> specs, StartOptions options);

    /** Stops one child. */
    default CompletableFuture<StopResult> stop(String id) {
        return stopAll(List.of(id));
    }

    /**
     * Stops children wherever they run. The future completes when they have ended. A stop
     * wins over a restart or a move that is going on.
     * @throws IllegalArgumentException if {@code ids} is empty, or one of them is blank
     * or too long
     * @throws HubNotRunningException if the hub does not run
     * @throws NoQuorumException if too few members are together
     */
    CompletableFuture<StopResult> stopAll(Collection<String> ids);

    /**
     * Starts a child anew on the member that holds it: a parked one gets another try, one
     * that waits for its restart is started at once, one that runs is stopped first. Its
     * failures are forgotten. Returns at once; where it is, the child shows by its state
     * and incarnation.
     * @throws IllegalArgumentException if there is no such child, or no member holds it
     * @throws HubNotRunningException if the hub does not run
     * @throws NoQuorumException if too few members are together
     */
    void restart(String id);

    /** The child of this name. */
    Optional<ChildRecord> find(String id);

    /**
     * All children, sorted by name. Copies: for many children, prefer
     * {@link #children(Scope, String, int)}.
     */
    default List<ChildRecord> children() {
        return children(Scope.GLOBAL);
    }

    /** The children of a scope, sorted by name. */
    default List<ChildRecord> children(Scope scope) {
        return children(scope, "", Integer.MAX_VALUE);
    }

    /**
     * The next {@code limit} children of a scope whose names come after {@code after},
     * sorted by name.
     */
    List<ChildRecord> children(Scope scope, String after, int limit);

    /** The children with this tag, sorted by name; found by an index. */
    List<ChildRecord> withTag(String tag);

    /** Members of the hub that this member sees, eldest first, itself included. */
    List<Member> members();

    /** This member. */
    Member localMember();

    /**
     * What would move if the members changed in this way, and nothing else happened.
     * @throws IllegalArgumentException if the change does not fit the members there are
     */
    Plan plan(Change change);

    /** Whether the hub runs on this member. */
    boolean isAlive();

    /** How many members must be together, and whether they are. */
    Quorum quorum();

    /**
     * Whether this member may run no children because it cannot reach enough others.
     * Lookups are answered all the same, from what was known before: they may be out of
     * date.
     */
    default boolean isPartitioned() {
        return !quorum().held();
    }

    /**
     * Says how many members the cluster has from now on, after some were lost for good.
     * Every member that this one sees follows. Those it does not see must really be gone:
     * otherwise both sides of a split may run the same children.
     * @param members 1 or more
     * @throws IllegalArgumentException if {@code members} is less than 1
     * @throws HubNotRunningException if the hub does not run
     */
    void resetClusterSize(int members);

}
