package io.processhub.runtime;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import io.processhub.ChildKey;
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

    private final LongConsumer outrun;

    private volatile @Nullable Kept kept;

    private volatile boolean standingBy;

    private volatile boolean refused;

    /** While a state is handed over no other one is kept. */
    private volatile boolean sealed;

    /**
     * State that is not known yet.
     * @param outrun hears of the greater epoch under which it was opened, if it was
     */
    ChildState(StateClaim claim, Checkpoints checkpoints, Activity activity, LongConsumer outrun) {
        this.outrun = outrun;
        this.claim = claim;
        this.checkpoints = checkpoints;
        this.activity = activity;
    }

    /** A bean that has state, and where it goes. */
    private record Kept(Handover<Object> bean, CheckpointLane lane) {
    }

    /**
     * Gives the bean the newest state there is. Waits for the store as long as it takes.
     * @return whether there was one
     * @throws InterruptedException if the child has to stop
     * @throws ChildStateException if the state cannot be read, or a later claim has it
     */
    @SuppressWarnings("unchecked")
    boolean begin(Object bean) throws InterruptedException {
        if (!(bean instanceof Handover<?> handover)) {
            return false;
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
        return newest != null;
    }

    /** Whether the bean was given the state of a claim with this epoch, and keeps it. */
    boolean isKeptUnder(long epoch) {
        return isKept() && this.claim.epoch() == epoch;
    }

    /**
     * The bean is not the active replica, or not the only one: what it wants to keep is
     * ignored.
     */
    void standBy(Object bean) {
        this.standingBy = bean instanceof Handover<?>;
    }

    /**
     * The bean is not the active replica any more: what it wants to keep is ignored from
     * now on, and it does not matter to it if its last state comes too late. Does not
     * wait for the store.
     */
    void standDown() {
        Kept used = this.kept;
        if (used != null) {
            synchronized (used.lane()) {
                this.standingBy = true;
                this.kept = null;
            }
        }
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
            refused(opened.epoch());
            throw new ChildStateException(this.claim.key(), "a claim with epoch " + opened.epoch() + " had it", null);
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

    private void refused(long by) {
        if (this.standingBy) {
            return;
        }
        this.refused = true;
        this.activity.fence();
        log.warn("child {}: a claim with epoch {} has its state; it is inactive under epoch {}, and ends",
                this.claim.key(), by, this.claim.epoch());
        this.outrun.accept(by);
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
        if (this.activity.isEntitled()) {
            keep(used.lane(), bytes);
        }
    }

    /** Never after a state that was handed over. */
    private void keep(CheckpointLane lane, byte[] bytes) {
        synchronized (lane) {
            if (!this.sealed && !this.standingBy) {
                lane.put(bytes);
            }
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
            byte[] bytes = export(used);
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

    private byte[] export(Kept used) throws InterruptedException {
        return inTime("exportState", () -> this.checkpoints.bytes().write(this.claim.key(), used.bean().exportState()));
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

    /** Whether a later claim has the state. */
    boolean isRefused() {
        return this.refused;
    }

    /**
     * Exports the state for the incarnation that stays, after a split in which the child
     * ran twice; if the bean says how to unite two states.
     */
    void offer(BiConsumer<ChildKey, byte[]> offers) {
        Kept used = this.kept;
        if (used == null || !merges(used.bean())) {
            return;
        }
        this.sealed = true;
        Thread.interrupted();
        try {
            offers.accept(this.claim.key(), export(used));
        }
        catch (RuntimeException ex) {
            log.warn("child {} ran here as well as elsewhere, and what it knows is lost: {}", this.claim.key(),
                    ex.getMessage());
        }
        catch (InterruptedException ex) {
            log.warn("child {} ran here as well as elsewhere, and has to end at once: what it knows is lost",
                    this.claim.key());
        }
    }

    private static boolean merges(Object bean) {
        return Arrays.stream(ClassUtils.getUserClass(AopUtils.getTargetClass(bean)).getMethods())
            .anyMatch((method) -> method.getName().equals("merge") && method.getParameterCount() == 2
                    && method.getDeclaringClass() != Handover.class);
    }

    /**
     * Unites the state of the bean with that of an incarnation that was stopped
     * elsewhere, and keeps the result. Called like a method of the bean.
     * @throws ChildStateException if the other state cannot be read, or the result cannot
     * be kept
     */
    void merge(byte[] theirs) {
        Kept used = this.kept;
        if (used == null) {
            throw new ChildStateException(this.claim.key(), "there is none to merge another one with", null);
        }
        Object other = this.checkpoints.bytes().read(this.claim.key(), theirs, typeOf(used.bean()));
        Object merged = used.bean().merge(used.bean().exportState(), other);
        used.bean().importState(merged);
        checkpoint(merged);
        log.info("child {}: its state was united with that of its copy, which was stopped", this.claim.key());
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
        if (!used.lane().flush(limit())) {
            log.warn("child {}: its last checkpoint is not written; it is lost unless the child starts here again",
                    this.claim.key());
        }
        // it ends: what is left to do is not to be hurried
        Thread.interrupted();
        this.checkpoints.leave(used.lane());
    }

}
