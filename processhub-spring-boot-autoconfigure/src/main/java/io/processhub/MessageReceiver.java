package io.processhub;

import org.jspecify.annotations.Nullable;

/**
 * A child that can be told and asked things, see {@link ProcessHubOperations#tell} and
 * {@link ProcessHubOperations#ask}. Implemented by the class that is annotated with
 * {@link HubProcess}.
 *
 * @param <M> type of the messages: what JSON can carry; with several kinds of messages a
 * sealed interface of records that carries Jackson's {@code @JsonTypeInfo}
 */
@FunctionalInterface
public interface MessageReceiver<M> {

    /**
     * Handles one message, on a virtual thread beside that of
     * {@link ChildProcess#run(ChildContext)}; what both use must be safe for two threads.
     * Messages come one at a time, unless the class is {@link Concurrent}. Must not ask
     * the same child again: that call would wait for this one.
     * @return the reply, what JSON can carry; or a
     * {@link java.util.concurrent.CompletionStage} of it, and then the next message may
     * come before it is complete
     * @throws Exception whatever went wrong; the caller is told its type and text
     */
    @Nullable Object receive(M message) throws Exception;

}
