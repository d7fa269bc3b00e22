package io.processhub.runtime;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.coordination.Signal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Beans that are built ahead. */
class PreparationsTest {

    private static final ChildSpec SPEC = ChildSpec.of("a", "idle", null);

    private final Workers workers = new Workers();

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    private final Preparations preparations = new Preparations(this.workers, this.signals::add);

    private Signal.ChildPrepared heard() throws InterruptedException {
        Signal signal = this.signals.poll(30, TimeUnit.SECONDS);
        assertThat(signal).isInstanceOf(Signal.ChildPrepared.class);
        return (Signal.ChildPrepared) signal;
    }

    @Test
    void aBeanIsBuiltAheadAndGivenAwayOnce() throws Exception {
        this.preparations.prepare(SPEC);
        assertThat(heard()).isEqualTo(new Signal.ChildPrepared(SPEC.key(), null));
        assertThat(this.workers.built()).isEqualTo(1);
        assertThat(this.preparations.take(SPEC)).isNotNull();
        assertThat(this.preparations.take(SPEC)).isNull();
        assertThat(this.workers.destroyed()).isZero();
    }

    @Test
    void whoTakesABeanThatIsBeingBuiltWaitsForIt() throws Exception {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        this.workers.slowToBuild("slow", ready);
        ChildSpec slow = ChildSpec.of("a", "slow", null);
        this.preparations.prepare(slow);
        CompletableFuture<Object> taken = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                taken.complete(this.preparations.take(slow));
            }
            catch (InterruptedException ex) {
                taken.completeExceptionally(ex);
            }
        });
        assertThat(taken).isNotDone();
        ready.complete(null);
        assertThat(taken.get(30, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aBeanThatIsNotWantedIsDestroyed() throws Exception {
        this.preparations.prepare(SPEC);
        heard();
        this.preparations.discard(SPEC.key());
        await().until(() -> this.workers.destroyed() == 1);
        assertThat(this.preparations.take(SPEC)).isNull();
        this.preparations.discard(ChildKey.of("nobody"));
    }

    @Test
    void aBeanThatWasBuiltForOtherArgumentsIsDestroyed() throws Exception {
        this.preparations.prepare(SPEC);
        assertThat(this.preparations.take(SPEC.tag("other"))).isNull();
        await().until(() -> this.workers.destroyed() == 1);
    }

    @Test
    void aBeanThatTakesThePlaceOfAnotherOneDestroysIt() throws Exception {
        this.preparations.prepare(SPEC);
        this.preparations.prepare(SPEC);
        await().until(() -> this.workers.destroyed() == 1);
        assertThat(this.preparations.take(SPEC)).isNotNull();
        assertThat(this.workers.built()).isEqualTo(2);
    }

    @Test
    void whyABeanCannotBeBuiltIsTold() throws Exception {
        ChildSpec unknown = ChildSpec.of("a", "unknown", null);
        this.preparations.prepare(unknown);
        assertThat(heard().failure()).contains("UnknownTypeException");
        assertThat(this.preparations.take(unknown)).isNull();
    }

    @Test
    void whateverIsPreparedWhenTheHubEndsIsDestroyed() throws Exception {
        this.preparations.prepare(SPEC);
        heard();
        this.preparations.close();
        await().until(() -> this.workers.destroyed() == 1);
        this.preparations.prepare(SPEC);
        await().until(() -> this.workers.destroyed() == 2);
    }

}
