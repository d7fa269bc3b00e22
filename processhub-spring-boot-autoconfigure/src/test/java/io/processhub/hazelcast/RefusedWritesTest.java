package io.processhub.hazelcast;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusedWritesTest {

    private static final Throwable REFUSAL = new SplitBrainProtectionException("too few");

    private final Queue<CompletionStage<String>> answers = new ConcurrentLinkedQueue<>();

    private final CompletableFuture<String> waiting = new CompletableFuture<>();

    private final BlockingQueue<Object> results = new ArrayBlockingQueue<>(10);

    @Test
    void aRefusedWriteIsTriedAgainUntilItIsCarriedOut() throws Exception {
        this.answers.add(CompletableFuture.failedStage(REFUSAL));
        this.answers.add(CompletableFuture.failedStage(REFUSAL));
        this.answers.add(CompletableFuture.completedStage("written"));
        write(Duration.ofMinutes(1));
        assertThat(this.results.poll(30, TimeUnit.SECONDS)).isEqualTo("written");
        assertThat(this.answers).isEmpty();
        assertThat(this.results).isEmpty();
    }

    @Test
    void whatIsRefusedForTooLongFails() throws Exception {
        this.answers.add(CompletableFuture.failedStage(REFUSAL));
        write(Duration.ZERO);
        assertThat(this.results.poll(30, TimeUnit.SECONDS)).isSameAs(REFUSAL);
    }

    @Test
    void nothingIsTriedAgainForWhoDoesNotWait() throws Exception {
        this.waiting.cancel(false);
        this.answers.add(CompletableFuture.failedStage(REFUSAL));
        write(Duration.ofMinutes(1));
        assertThat(this.results.poll(30, TimeUnit.SECONDS)).isSameAs(REFUSAL);
    }

    @Test
    void otherFailuresMayHaveBeenCarriedOutAndAreNotRepeated() throws Exception {
        Throwable failure = new IllegalStateException("connection lost");
        this.answers.add(CompletableFuture.failedStage(failure));
        write(Duration.ofMinutes(1));
        assertThat(this.results.poll(30, TimeUnit.SECONDS)).isSameAs(failure);
    }

    @Test
    void aMapThatIsGoneMeanwhileFailsTheWrite() throws Exception {
        this.answers.add(CompletableFuture.failedStage(REFUSAL));
        write(Duration.ofMinutes(1));
        assertThat(this.results.poll(30, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    }

    private void write(Duration longest) {
        Supplier<CompletionStage<String>> map = () -> {
            CompletionStage<String> answer = this.answers.poll();
            if (answer == null) {
                throw new IllegalStateException("not active");
            }
            return answer;
        };
        new RefusedWrites(longest).tryAgain(this.waiting, map,
                (answer, failure) -> this.results.add((answer != null) ? answer : failure));
    }

}
