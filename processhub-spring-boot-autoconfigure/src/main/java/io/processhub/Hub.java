package io.processhub;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link ProcessHubTemplate} needs of the hub it stands for. Applications use the
 * template.
 */
public interface Hub {

    /**
     * Starts specs with distinct keys; {@code errors} were found before and belong into
     * the result.
     */
    CompletableFuture<StartResult> start(List<ChildSpec> specs, List<ChildError> errors, StartOptions options);

    /** Stops children. */
    CompletableFuture<StopResult> stop(List<ChildKey> keys);

    /** Moves a child to another member. */
    CompletableFuture<Void> move(ChildKey key, MemberId target);

    /** Stops the hub on this member. */
    CompletableFuture<Void> stopHub();

    /** Starts the hub on this member again. */
    CompletableFuture<Void> startHub();

    /** Hands over all children of this member, which then leaves the hub. */
    CompletableFuture<Void> drain();

    /**
     * Asks the holder of a child to start it anew. Returns at once.
     * @throws IllegalArgumentException if no member holds the child
     */
    void restart(ChildKey key);

    /** Where children belong. */
    Ownership ownership();

    /** This member's view of the registry. */
    Registry registry();

    /** Members that this member sees, eldest first. */
    List<Member> members();

    /** This member. */
    Member localMember();

    /** Whether the hub runs. */
    boolean isAlive();

    /**
     * Why the hub has ended although the application did not stop it; empty if it has
     * not.
     */
    default Optional<String> endedBecause() {
        return Optional.empty();
    }

    /** Calls to children. */
    Calls calls();

    /** How many members must be together, and whether they are. */
    Quorum quorum();

    /** Whether children move, or are taken over, because members have come or gone. */
    boolean isLocked();

    /** Says how many members the cluster has from now on. */
    void resetClusterSize(int members);

    /** Calls to children, wherever they run. */
    interface Calls {

        /** Asks a child that is a {@link MessageReceiver}. */
        <R extends @Nullable Object> CompletableFuture<R> ask(ChildKey key, Object message, Class<R> reply,
                Duration timeout);

        /**
         * A child as one of its interfaces.
         * @param timeout longest time for each call; as annotated if null
         */
        <T> T client(Class<T> api, ChildKey key, @Nullable Duration timeout);

    }

    /**
     * A member's full copy of the registry. Reads need no network; they may be a moment
     * behind.
     */
    interface Registry {

        Optional<ChildRecord> find(ChildKey key);

        /**
         * Children of a member, or of all if {@code member} is null, sorted, after a
         * name, at most {@code limit}.
         */
        List<ChildRecord> list(@Nullable MemberId member, String after, int limit);

        /** Children with a tag, sorted by name. */
        List<ChildRecord> withTag(String tag);

        /**
         * Hands the rows of all children to a consumer, of stopped ones too, in no order.
         */
        void forEach(Consumer<ChildRecord> consumer);

        /** Children with a value of metadata, sorted by name. */
        List<ChildRecord> withMetadata(String name, String value);

        /** How many children there are. */
        int size();

    }

}
