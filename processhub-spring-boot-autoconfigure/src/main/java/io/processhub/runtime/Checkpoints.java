package io.processhub.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

import io.processhub.ChildKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All states that this member's children write. Few are on their way at the same time,
 * however many children there are. What an incarnation could not get written stays here
 * for the next one. Safe for many threads.
 */
final class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    /** States on their way to the store that nobody waits for. */
    private static final int MOST_AT_ONCE = 32;

    /** How long what was not written waits for the next incarnation. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final StateKeeping keeping;

    private final StateBytes bytes;

    private final Semaphore permits = new Semaphore(MOST_AT_ONCE, true);

    private final Map<ChildKey, CheckpointLane> left = new ConcurrentHashMap<>();

    private final LongAdder taken = new LongAdder();

    private final LongAdder written = new LongAdder();

    private final LongAdder refused = new LongAdder();

    private final LongAdder failed = new LongAdder();

    Checkpoints(StateKeeping keeping) {
        this.keeping = keeping;
        this.bytes = new StateBytes(keeping.serializer(), keeping.maxStateSize());
    }

    StateStore store() {
        return this.keeping.store();
    }

    StateBytes bytes() {
        return this.bytes;
    }

    HandoverSettings handover() {
        return this.keeping.handover();
    }

    /**
     * What children of a claim write, with what an earlier incarnation left unwritten.
     */
    CheckpointLane lane(StateClaim claim) {
        CheckpointLane earlier = this.left.remove(claim.key());
        return (earlier != null && earlier.claim().equals(claim)) ? earlier : new CheckpointLane(claim, this);
    }

    /** Keeps what could not be written for the next incarnation under the same claim. */
    void leave(CheckpointLane lane) {
        long now = System.nanoTime();
        this.left.values().removeIf((other) -> now - other.leftAt() > MEMORY.toNanos());
        if (!lane.isClean()) {
            lane.left(now);
            this.left.put(lane.claim().key(), lane);
        }
    }

    /** One for each state that is on its way and that nobody waits for. */
    Semaphore permits() {
        return this.permits;
    }

    /**
     * Sends a state to the store; null if there is no answer, or a bad one.
     * @throws InterruptedException if the thread is interrupted
     */
    StateStore.@Nullable Stamp save(StateClaim claim, long version, byte[] state) throws InterruptedException {
        try {
            return store().save(claim, version, state).toCompletableFuture().get();
        }
        catch (ExecutionException | RuntimeException ex) {
            this.failed.increment();
            log.debug("state of child {} could not be written; tried again", claim.key(), ex);
            return null;
        }
    }

    void taken() {
        this.taken.increment();
    }

    void written() {
        this.written.increment();
    }

    void refused() {
        this.refused.increment();
    }

    CheckpointCounts counts() {
        return new CheckpointCounts(this.taken.sum(), this.written.sum(), this.refused.sum(), this.failed.sum());
    }

}
