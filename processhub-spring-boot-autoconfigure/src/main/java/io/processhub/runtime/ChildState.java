package io.processhub.runtime;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.processhub.ChildStateException;
import io.processhub.Handover;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The state of one incarnation: with which it begins, what it keeps, what it hands over.
 * Does nothing for a bean that is no {@link Handover}; then the store is never touched.
 */
final class ChildState {

    private static final Logger log = LoggerFactory.getLogger(ChildState.class);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final StateClaim claim;

    private final Checkpoints checkpoints;

    private final Activity activity;

    private volatile @Nullable Kept kept;

    private volatile boolean standingBy;

    /** While a state is handed over no other one is kept. */
    private volatile boolean sealed;

    ChildState(StateClaim claim, Checkpoints checkpoints, Activity activity) {
        this.claim = claim;
        this.checkpoints = checkpoints;
        this.activity = activity;
    }

    /** A bean that has state, and where it goes. */
    private record Kept(Handover<Object> bean, CheckpointLane lane) {
    }

    /**
     * Gives the bean the newest state there is. Waits for the store as long as it takes.
     * @throws InterruptedException if the child has to stop
     * @throws ChildStateException if the state cannot be read, or a later claim has it
     */
    @SuppressWarnings("unchecked")
    void begin(Object bean) throws InterruptedException {
        if (!(bean instanceof Handover<?> handover)) {
            return;
        }
        StoredState opened = open();
        CheckpointLane lane = this.checkpoints.lane(this.claim);
        byte[] unwritten = lane.begin(opened.version(), this.activity::isEntitled, this::refused);
        this.kept = new Kept((Handover<Object>) handover, lane);
        byte[] newest = (unwritten != null) ? unwritten : opened.bytes();
        if (newest != null) {
            ((Handover<Object>) handover)
                .importState(this.checkpoints.bytes().read(this.claim.key(), newest, typeOf(bean)));
        }
    }

    /**
     * The bean is not the active replica, or not the only one: what it wants to keep is
     * ignored.
     */
    void standBy(Object bean) {
        this.standingBy = bean instanceof Handover<?>;
    }

    private static Type typeOf(Object bean) {
        ResolvableType type = ResolvableType.forClass(ClassUtils.getUserClass(AopUtils.getTargetClass(bean)))
            .as(Handover.class)
            .getGeneric(0);
        return (type.resolve() != null) ? type.getType() : Object.class;
    }

    private StoredState open() throws InterruptedException {
        StoredState opened = tryToOpen(true);
        while (opened == null) {
            Thread.sleep(PAUSE);
            opened = tryToOpen(false);
        }
        if (opened.epoch() != this.claim.epoch() || opened.startId() != this.claim.startId()) {
            throw new ChildStateException(this.claim.key(), "epoch " + this.claim.epoch()
                    + " may not have it, since a claim with epoch " + opened.epoch() + " had it already", null);
        }
        return opened;
    }

    private @Nullable StoredState tryToOpen(boolean first) throws InterruptedException {
        try {
            return this.checkpoints.store().open(this.claim).toCompletableFuture().get();
        }
        catch (ExecutionException ex) {
            if (first) {
                log.warn("child {} waits for its state: {}", this.claim.key(), FailureText.withRoot(ex));
            }
            return null;
        }
    }

    private void refused() {
        this.activity.fence();
        log.warn("child {}: a later claim has its state; what it keeps under epoch {} is refused, and it is inactive",
                this.claim.key(), this.claim.epoch());
    }

    /**
     * Keeps a state, see {@link io.processhub.ChildContext#checkpoint}.
     * @throws ChildStateException if it cannot be kept
     */
    void checkpoint(Object state) {
        Kept used = this.kept;
        if (used == null && this.standingBy) {
            return;
        }
        if (used == null) {
            throw new ChildStateException(this.claim.key(),
                    "cannot be kept (expected: a child that implements " + Handover.class.getName() + ")", null);
        }
        byte[] bytes = this.checkpoints.bytes().write(this.claim.key(), state);
        if (!this.sealed && this.activity.isEntitled()) {
            used.lane().put(bytes);
        }
    }

    /** Whether there is any; false as long as the bean is not built. */
    boolean isKept() {
        return this.kept != null;
    }

    /**
     * Whether the child agrees to move; asks it, unless it has no state. What fails or is
     * late does not agree.
     * @return why not, null if it does
     */
    @Nullable String objection() throws InterruptedException {
        Kept used = this.kept;
        if (used == null) {
            return null;
        }
        try {
            boolean ready = inTime("readyToMove", used.bean()::readyToMove);
            return ready ? null : "it is not ready to move";
        }
        catch (ChildStateException ex) {
            return ex.getMessage();
        }
    }

    /**
     * Exports the state and has it written, in the time there is.
     * @return why it failed, null if the state is written and backed up
     * @throws InterruptedException if the child has to stop
     */
    @Nullable String handOver() throws InterruptedException {
        Kept used = this.kept;
        if (used == null) {
            return null;
        }
        this.sealed = true;
        boolean done = false;
        long begin = System.nanoTime();
        try {
            byte[] bytes = inTime("exportState",
                    () -> this.checkpoints.bytes().write(this.claim.key(), used.bean().exportState()));
            done = used.lane().putAndAwait(bytes, limit().minusNanos(System.nanoTime() - begin));
            return done ? null : "it was not written within " + limit().toMillis() + " ms";
        }
        catch (ChildStateException ex) {
            return ex.getMessage();
        }
        finally {
            this.sealed = done;
        }
    }

    private Duration limit() {
        return this.checkpoints.handover().dataWait();
    }

    /** Code of the application, which may fail or take for ever. */
    private <T> T inTime(String what, Supplier<T> call) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name(this.claim.key() + "/" + what).start(() -> {
            try {
                answer.complete(call.get());
            }
            catch (Throwable ex) {
                answer.completeExceptionally(ex);
            }
        });
        try {
            return answer.get(limit().toNanos(), TimeUnit.NANOSECONDS);
        }
        catch (TimeoutException ex) {
            throw problem(what + " did not return within " + limit().toMillis() + " ms", ex);
        }
        catch (ExecutionException ex) {
            Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
            throw (cause instanceof ChildStateException known) ? known
                    : problem(what + " failed: " + FailureText.withRoot(cause), cause);
        }
        finally {
            thread.interrupt();
        }
    }

    private ChildStateException problem(String text, Throwable cause) {
        return new ChildStateException(this.claim.key(), text, cause);
    }

    /**
     * Waits until the newest state is written, for as long as it may take; what is not
     * written then is kept for the next incarnation.
     */
    void end() {
        Kept used = this.kept;
        if (used == null) {
            return;
        }
        Thread.interrupted();
        try {
            if (!used.lane().flush(limit())) {
                log.warn("child {}: its last checkpoint is not written; it is lost unless the child starts here again",
                        this.claim.key());
            }
        }
        catch (InterruptedException ex) {
            log.debug("child {} has to end without waiting for its last checkpoint", this.claim.key());
        }
        this.checkpoints.leave(used.lane());
    }

}
