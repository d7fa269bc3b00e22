package io.processhub.runtime;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.processhub.ChildCallException;
import io.processhub.ChildCallException.Reason;
import io.processhub.ChildKey;
import io.processhub.ProcessHubException;
import io.processhub.coordination.CallMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Calls from this member to children, and from all members to the children here. */
final class LocalCalls implements ChildClient.Caller {

    private static final Logger log = LoggerFactory.getLogger(LocalCalls.class);

    private static final long SWEEP_MILLIS = 20;

    private final CallRoutes routes;

    private final Cluster cluster;

    private final Executor executor;

    private final Runnable gate;

    private final CallDesk desk;

    private final CallLanes lanes;

    private final ScheduledThreadPoolExecutor sweeper;

    /**
     * Calls of a hub that has not started yet.
     * @param executor runs what callers do with their results
     * @param gate throws if the hub takes no calls
     * @param firstNumber calls and batches have greater numbers
     */
    LocalCalls(String hubId, CallRoutes routes, CallDesk desk, Cluster cluster, Executor executor, Runnable gate,
            long firstNumber) {
        this.routes = routes;
        this.desk = desk;
        this.cluster = cluster;
        this.executor = executor;
        this.gate = gate;
        this.lanes = new CallLanes(routes, this::hand, firstNumber);
        this.sweeper = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("processhub-" + hubId + "-calls").daemon().factory());
    }

    void start() {
        this.sweeper.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            this.lanes.sweep();
            this.desk.forget();
        }
        catch (RuntimeException | Error ex) {
            log.error("calls to children could not be looked at; done again", ex);
        }
    }

    void failAll(ProcessHubException reason) {
        this.lanes.failAll(reason);
    }

    void close() {
        this.sweeper.shutdownNow();
    }

    private void hand(CallLane.Batch batch) {
        ChildKey key = batch.calls().values().iterator().next().key();
        if (batch.target().equals(this.routes.self())) {
            List<IncomingCall> calls = batch.calls()
                .entrySet()
                .stream()
                .map((entry) -> entry.getValue().toLocal(this.routes.self(), entry.getKey(), batch.round(), this.lanes))
                .toList();
            this.desk.receive(this.routes.self(), key, batch.number(), batch.round(), calls, this.lanes);
        }
        else {
            send(key, batch);
        }
    }

    private void send(ChildKey key, CallLane.Batch batch) {
        String target = this.routes.node(batch.target());
        String here = this.routes.node(this.routes.self());
        if (target == null || here == null) {
            this.lanes.returned(key, batch.number(), List.copyOf(batch.calls().keySet()), null,
                    batch.target() + " is gone");
            return;
        }
        long now = System.nanoTime();
        this.cluster.send(target,
                new CallMessage.Calls(this.routes.self(), here, key, batch.number(), batch.round(),
                        batch.calls()
                            .entrySet()
                            .stream()
                            .map((entry) -> entry.getValue().toMessage(entry.getKey(), now))
                            .toList()));
    }

    /** These calls have reached nobody: they are sent again. */
    void undelivered(CallMessage.Calls calls) {
        this.lanes.returned(calls.key(), calls.batch(), calls.calls().stream().map(CallMessage.Call::number).toList(),
                null, "the hub has left the member that had it");
    }

    /** Whether no member has sent calls for a while. */
    boolean isQuiet() {
        return this.desk.isQuiet();
    }

    /** Takes a message of another member. */
    void receive(CallMessage message) {
        switch (message) {
            case CallMessage.Calls calls -> this.desk.receive(calls, new RemoteReplies(new Sender(calls.replyTo())));
            case CallMessage.Taken taken -> {
                this.lanes.taken(taken.key(), taken.batch());
                this.lanes.resume(taken.key());
            }
            case CallMessage.Returned returned -> this.lanes.returned(returned.key(), returned.batch(),
                    returned.numbers(), returned.holder(), returned.reason());
            case CallMessage.Answered answered ->
                this.lanes.answered(answered.key(), answered.number(), outcome(answered));
        }
    }

    private static Outcome outcome(CallMessage.Answered answered) {
        CallMessage.Failure failure = answered.failure();
        return (failure != null) ? new Outcome.Failed(failure)
                : new Outcome.Written((answered.value() != null) ? answered.value() : "null");
    }

    <R extends @Nullable Object> CompletableFuture<R> ask(ChildKey key, Object message, Class<R> reply,
            Duration timeout) {
        @SuppressWarnings("unchecked")
        CompletableFuture<R> answer = (CompletableFuture<R>) call(key, ChildMethods.RECEIVE, new Object[] { message },
                reply, timeout);
        return answer;
    }

    @Override
    public CompletableFuture<@Nullable Object> call(ChildKey key, String method, @Nullable Object[] args, Type reply,
            Duration timeout) {
        this.gate.run();
        try {
            OutgoingCall call = new OutgoingCall(key, method, IncomingArguments.of(args), reply,
                    System.nanoTime() + timeout.toNanos(), this.executor);
            this.lanes.add(call);
            return call.future();
        }
        catch (JacksonException ex) {
            return CompletableFuture.failedFuture(new ChildCallException(key, Reason.NOT_SERIALIZABLE,
                    "child '" + key + "': the arguments cannot be JSON: " + ex.getOriginalMessage(), null));
        }
    }

    /** Sends to a node; those for the same node are equal. */
    private final class Sender implements Consumer<CallMessage> {

        private final String node;

        Sender(String node) {
            this.node = node;
        }

        @Override
        public void accept(CallMessage message) {
            LocalCalls.this.cluster.send(this.node, message);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sender sender && sender.node.equals(this.node);
        }

        @Override
        public int hashCode() {
            return this.node.hashCode();
        }

    }

}
