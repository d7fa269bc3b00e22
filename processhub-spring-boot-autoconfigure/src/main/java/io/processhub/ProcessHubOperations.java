package io.processhub;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * What an application can ask of a hub. All methods may be called from any thread and
 * none blocks: starts and stops answer a future, the others read what this member knows,
 * without network.
 */
public interface ProcessHubOperations {

    /** How long calls to children wait for their answers, unless set. */
    Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(10);

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
     * Moves a child to another member, as the migration strategy says. Of a child with
     * replicas the active one moves. The future completes when the child belongs to the
     * member, or with a {@link ChildMoveException} that says why it goes on where it is.
     * The child stays there until members come or go; then it goes where the distribution
     * strategy wants it.
     * @param member the member, see {@link #members()}
     * @throws HubNotRunningException if the hub does not run
     * @throws NoQuorumException if too few members are together
     */
    CompletableFuture<Void> move(String id, MemberId member);

    /**
     * Hands all children of this member over to the others; then this member leaves the
     * hub, until the hub is stopped and started again, and lookups here are not kept up
     * to date any more. The application runs on. The future completes when nothing is
     * left here.
     */
    CompletableFuture<Void> drain();

    /**
     * Stops the hub on this member, as the end of the application does: its children are
     * handed over to the others, or end where there are none, within the shutdown
     * timeout; then this member leaves the hub. The application and its other hubs run
     * on. The future completes when that is done; at once if the hub does not run.
     */
    CompletableFuture<Void> stopHub();

    /**
     * Starts the hub on this member again: as another member for the others, with a boot
     * id of its own. Its share of the children comes back, those that run nowhere run
     * again, and those of the configuration are started unless they exist. The future
     * completes when the hub runs; at once if it does so already. It fails with an
     * {@link IllegalStateException} if the cluster is lost for good, or if a child of the
     * time before has not ended.
     */
    CompletableFuture<Void> startHub();

    /**
     * Starts a child anew on the member that holds it, of several replicas a parked one,
     * else the active one: a parked one gets another try, one that waits for its restart
     * is started at once, one that runs is stopped first. Its failures are forgotten.
     * Returns at once; where it is, the child shows by its state and incarnation.
     * @throws IllegalArgumentException if there is no such child, or no member holds it
     * @throws HubNotRunningException if the hub does not run
     * @throws NoQuorumException if too few members are together
     */
    void restart(String id);

    /** The child of this name. */
    Optional<ChildRecord> find(String id);

    /**
     * Where the active replica of a child is, and under which epoch; of several that are
     * active the one that has been for longest. Empty if there is no such child, or if
     * none is active at the moment.
     */
    default Optional<Claim> activeReplica(String id) {
        return find(id).flatMap(ChildRecord::active);
    }

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

    /** The children with this value of metadata, sorted by name; found by an index. */
    List<ChildRecord> withMetadata(String name, String value);

    /**
     * Tells a child something, wherever it runs, without expecting a reply: as
     * {@link #ask(String, Object, Class, Duration)} with 10 s. The future completes when
     * the child has handled it; whoever does not care need not wait.
     */
    default CompletableFuture<Void> tell(String id, Object message) {
        return ask(id, message, Void.class, DEFAULT_CALL_TIMEOUT);
    }

    /** Asks a child, wherever it runs, and waits for the reply for at most 10 s. */
    default <R> CompletableFuture<R> ask(String id, Object message, Class<R> reply) {
        return ask(id, message, reply, DEFAULT_CALL_TIMEOUT);
    }

    /**
     * Asks a child that is a {@link MessageReceiver}, wherever it runs. Calls of this
     * member to one child are carried out in the order in which they were made, each at
     * most once. While the child moves, restarts, or is taken over, they wait. Message
     * and reply travel as JSON; within a JVM they are copied in the same way, unless
     * nobody can change them (text, numbers, times, enums, records of these).
     * @param timeout longest time for all of it
     * @return the reply; or fails with a {@link ChildCallException}
     * @throws HubNotRunningException if the hub does not run
     * @throws NoQuorumException if too few members are together
     */
    <R extends @Nullable Object> CompletableFuture<R> ask(String id, Object message, Class<R> reply, Duration timeout);

    /**
     * A child as an interface that its class implements: each method is a call to it,
     * with the guarantees of {@link #ask(String, Object, Class, Duration)}. Methods that
     * return a {@link CompletableFuture} answer at once, the others (void ones too) when
     * the child has answered, and throw {@link ChildCallException}. Calls wait for 10 s,
     * unless {@link CallTimeout} says otherwise. Cheap; may be kept and used by any
     * thread.
     * @throws IllegalArgumentException if {@code api} is no interface
     */
    <T> T client(Class<T> api, String id);

    /** A child as an interface, with a timeout for each call. */
    <T> T client(Class<T> api, String id, Duration timeout);

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
     * Whether children of this member move, or are taken over by it, because members have
     * come or gone; for 60 s at most. Starts and stops need not wait for that: whoever
     * owns a child decides, and claims see to it that none runs twice.
     */
    boolean isLocked();

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
